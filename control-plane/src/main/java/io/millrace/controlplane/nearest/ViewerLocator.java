package io.millrace.controlplane.nearest;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Map;

/**
 * Finds out where a viewer is. What a request says about it is believed only as far as it comes from trusted balancers:
 * of X-Forwarded-For the last hop that is none of them.
 */
final class ViewerLocator {
    private static final String FORWARDED_FOR = "x-forwarded-for";

    private final NearestSettings settings;

    ViewerLocator(NearestSettings settings) {
        this.settings = settings;
    }

    /**
     * @param peer the other end of the connection
     * @param headers by lower-case name
     */
    Viewer locate(InetAddress peer, Map<String, String> headers) {
        if (!isTrusted(peer)) {
            return new Viewer(peer, zoneOf(peer));
        }
        InetAddress address = forwarded(peer, headers.getOrDefault(FORWARDED_FOR, ""));
        String named = settings.zoneHeader().isEmpty() ? "" : headers.getOrDefault(settings.zoneHeader(), "");
        return new Viewer(address, named.isBlank() ? zoneOf(address) : named.strip());
    }

    /** The zone by the table; empty if that does not have it. */
    String zoneOf(InetAddress address) {
        for (ZoneSubnet zone : settings.zones()) {
            if (zone.subnet().contains(address)) {
                return zone.zone();
            }
        }
        return "";
    }

    private boolean isTrusted(InetAddress address) {
        return settings.trustedBalancers().stream().anyMatch(subnet -> subnet.contains(address));
    }

    /** Each balancer adds at the end whom it has been connected by; what is no address ends the trust. */
    private InetAddress forwarded(InetAddress peer, String header) {
        List<String> hops = List.of(header.split(","));
        InetAddress last = peer;
        for (int i = hops.size() - 1; i >= 0 && isTrusted(last); i--) {
            byte[] address =
                    NetUtil.createByteArrayFromIpAddressString(hops.get(i).strip());
            if (address == null) {
                return last;
            }
            last = address(address);
        }
        return last;
    }

    private static InetAddress address(byte[] bytes) {
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("an address of " + bytes.length + " bytes", e);
        }
    }
}
