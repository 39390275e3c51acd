package io.millrace.rtmp.connection;

import io.netty.handler.ipfilter.IpFilterRuleType;
import io.netty.handler.ipfilter.IpSubnetFilterRule;
import java.net.InetSocketAddress;
import java.util.List;

/** The subnets of balancers whose PROXY protocol headers are believed. */
final class TrustedProxies {
    private final List<IpSubnetFilterRule> subnets;

    TrustedProxies(List<String> subnets) {
        this.subnets = subnets.stream().map(TrustedProxies::rule).toList();
    }

    boolean contains(InetSocketAddress address) {
        for (IpSubnetFilterRule subnet : subnets) {
            if (subnet.matches(address)) {
                return true;
            }
        }
        return false;
    }

    static boolean isSubnet(String text) {
        try {
            rule(text);
            return true;
        } catch (RuntimeException e) {
            return false;
        }
    }

    private static IpSubnetFilterRule rule(String subnet) {
        return new IpSubnetFilterRule(subnet, IpFilterRuleType.ACCEPT);
    }
}
