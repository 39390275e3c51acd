package io.millrace.webhook;

import io.netty.handler.ipfilter.IpFilterRuleType;
import io.netty.handler.ipfilter.IpSubnetFilterRule;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.stream.Stream;

/**
 * Which addresses webhooks may reach: not our own networks, where services trust whoever can connect to them (clouds'
 * metadata among these), unless an operator has opened one.
 */
final class AddressGuard {
    /** What is not the public internet (IANA special-purpose registries), and forms that have such an address within. */
    private static final List<IpSubnetFilterRule> INTERNAL = Stream.of(
                    "0.0.0.0/8",
                    "10.0.0.0/8",
                    "100.64.0.0/10",
                    "127.0.0.0/8",
                    "169.254.0.0/16",
                    "172.16.0.0/12",
                    "192.0.0.0/24",
                    "192.168.0.0/16",
                    "198.18.0.0/15",
                    "224.0.0.0/4",
                    "240.0.0.0/4",
                    "::/96",
                    "64:ff9b::/96",
                    "64:ff9b:1::/48",
                    "2001::/32",
                    "2002::/16",
                    "fc00::/7",
                    "fe80::/10",
                    "fec0::/10",
                    "ff00::/8")
            .map(AddressGuard::rule)
            .toList();

    private final List<IpSubnetFilterRule> opened;

    /** @param opened subnets, {@code address/prefix} */
    AddressGuard(List<String> opened) {
        this.opened = opened.stream().map(AddressGuard::rule).toList();
    }

    boolean allows(InetAddress address) {
        return isIn(opened, address) || !isIn(INTERNAL, address);
    }

    private static boolean isIn(List<IpSubnetFilterRule> subnets, InetAddress address) {
        InetSocketAddress socket = new InetSocketAddress(address, 0);
        for (IpSubnetFilterRule subnet : subnets) {
            if (subnet.matches(socket)) {
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
