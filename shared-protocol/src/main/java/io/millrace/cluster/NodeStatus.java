package io.millrace.cluster;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What a node says about itself. CBOR on the wire (Jackson): the components' names are the wire format.
 *
 * @param address the member with its incarnation, as {@link io.millrace.channel.OriginNode#addressOf} writes it
 * @param roles in the order of their names
 * @param zone where it stands, as the operator names it; may be empty
 * @param rtmp its public RTMP listener, as other nodes reach it
 * @param relay its relay listener, as other nodes reach it
 * @param publicRtmp the base of the RTMP addresses under which viewers reach it
 * @param publicHttp likewise over HTTP
 * @param buckets what the buckets with limits take of it, by name; older nodes do not say
 * @param draining whether it is about to stop and takes nothing new
 */
public record NodeStatus(
        String address,
        Set<String> roles,
        String zone,
        Optional<Endpoint> rtmp,
        Optional<Endpoint> relay,
        Optional<String> publicRtmp,
        Optional<String> publicHttp,
        NodeLoad load,
        boolean draining,
        Map<String, BucketLoad> buckets) {

    public static final String ORIGIN = "origin";
    public static final String EDGE = "edge";

    /** Keeps roles and buckets sorted: equal statuses must be equal bytes on every node, or the nodes exchange them for ever. */
    public NodeStatus {
        roles = Collections.unmodifiableSortedSet(new TreeSet<>(roles));
        buckets = buckets == null ? Map.of() : Collections.unmodifiableSortedMap(new TreeMap<>(buckets));
    }

    /** With no buckets that have limits. */
    public NodeStatus(
            String address,
            Set<String> roles,
            String zone,
            Optional<Endpoint> rtmp,
            Optional<Endpoint> relay,
            Optional<String> publicRtmp,
            Optional<String> publicHttp,
            NodeLoad load,
            boolean draining) {
        this(address, roles, zone, rtmp, relay, publicRtmp, publicHttp, load, draining, Map.of());
    }

    public boolean has(String role) {
        return roles.contains(role);
    }

    NodeStatus at(String member) {
        return new NodeStatus(member, roles, zone, rtmp, relay, publicRtmp, publicHttp, load, draining, buckets);
    }
}
