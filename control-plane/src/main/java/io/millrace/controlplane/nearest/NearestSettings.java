package io.millrace.controlplane.nearest;

import io.millrace.auth.rules.Network;
import io.millrace.config.ConfigurationException;
import io.millrace.config.Settings;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * How the best edge for a viewer is found, from {@code millrace.nearest}.
 *
 * @param zones which zone a viewer is in by its address, the longest prefixes first
 * @param zoneHeader in which a trusted balancer names the viewer's zone, in lower case; empty for none
 * @param trustedBalancers whose headers about the viewer are believed
 * @param busyMargin how much more loaded an edge that has the channel may be than one that has not
 * @param channelPatience how long a channel has to say who has it
 * @param channelCacheTime how long its answer is used
 * @param maxCachedChannels how many answers are kept
 * @param maxChannelAsks how many channels are asked at a time
 * @param listedEdges how many edges a list names
 */
public record NearestSettings(
        List<ZoneSubnet> zones,
        String zoneHeader,
        List<Network> trustedBalancers,
        double busyMargin,
        Duration channelPatience,
        Duration channelCacheTime,
        int maxCachedChannels,
        int maxChannelAsks,
        int listedEdges) {

    /** @throws ConfigurationException if a subnet or number is wrong */
    public static NearestSettings from(Settings nearest) {
        return new NearestSettings(
                nearest.sections("zones").stream()
                        .map(zone -> new ZoneSubnet(subnet(zone, "cidr", zone.text("cidr")), zone.text("zone")))
                        .sorted(Comparator.comparingInt(
                                (ZoneSubnet zone) -> -zone.subnet().prefix()))
                        .toList(),
                nearest.text("zone-header").toLowerCase(Locale.ROOT),
                nearest.texts("trusted-balancers").stream()
                        .map(text -> subnet(nearest, "trusted-balancers", text))
                        .toList(),
                nearest.number("busy-margin", 0, 1),
                nearest.duration("channel-patience", Duration.ofMillis(10), Duration.ofSeconds(10)),
                nearest.duration("channel-cache-time", Duration.ZERO, Duration.ofMinutes(1)),
                nearest.integer("max-cached-channels", 0, 10_000_000),
                nearest.integer("max-channel-asks", 1, 100_000),
                nearest.integer("listed-edges", 1, 1000));
    }

    private static Network subnet(Settings section, String key, String text) {
        return Network.parse(text).orElseThrow(() -> section.wrong(key, text, "address/prefix"));
    }
}
