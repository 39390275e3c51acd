package io.millrace.controlplane.nearest;

import io.millrace.auth.rules.ForwardedFor;
import java.net.InetAddress;
import java.util.Map;

/**
 * Finds out where a viewer is. What a request says about it is believed only as far as it comes from trusted balancers:
 * of X-Forwarded-For the last hop that is none of them.
 */
final class ViewerLocator {
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
        InetAddress address = ForwardedFor.client(peer, headers.getOrDefault(ForwardedFor.HEADER, ""), this::isTrusted);
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
}
