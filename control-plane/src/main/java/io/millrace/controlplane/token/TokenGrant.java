package io.millrace.controlplane.token;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a token allows, and to whom. A part of the journal's format, as {@link RegistryEvent} is.
 *
 * @param channel the one channel; this or {@code prefix}
 * @param prefix what the channel's name begins with
 * @param actions of {@code publish} and {@code play}
 * @param cidr the only network it may be used from
 * @param maxViewers how many may play with it at once on one node
 */
public record TokenGrant(
        Optional<String> channel,
        Optional<String> prefix,
        List<String> actions,
        Optional<String> userId,
        Map<String, String> attributes,
        Optional<String> cidr,
        Optional<Integer> maxViewers) {
    public TokenGrant {
        actions = List.copyOf(actions);
        attributes = Collections.unmodifiableMap(new TreeMap<>(attributes));
    }
}
