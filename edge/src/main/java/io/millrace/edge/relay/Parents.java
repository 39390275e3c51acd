package io.millrace.edge.relay;

import io.millrace.channel.ChannelId;
import io.millrace.cluster.Endpoint;
import io.millrace.cluster.NodeStatus;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Chooses the edge by which this edge's zone pulls a channel: by rendezvous hashing, so that all edges of the zone agree
 * as far as they know the same others, and only a gone edge's channels move. Safe on any thread.
 */
public final class Parents {
    private static final long FNV_OFFSET = 0xcbf29ce484222325L;
    private static final long FNV_PRIME = 0x100000001b3L;

    private final UpstreamChoice choice;
    private final Supplier<List<NodeStatus>> nodes;
    private final Supplier<Optional<NodeStatus>> self;

    public Parents(UpstreamChoice choice, Supplier<List<NodeStatus>> nodes, Supplier<Optional<NodeStatus>> self) {
        this.choice = choice;
        this.nodes = nodes;
        this.self = self;
    }

    /**
     * @param isLeftOut whether an edge is none to be chosen, as it has failed lately
     * @return empty if the channel is to be pulled from its origin
     */
    public Optional<Endpoint> choose(ChannelId channel, Predicate<Endpoint> isLeftOut) {
        Optional<NodeStatus> own = self.get();
        if (choice == UpstreamChoice.ORIGIN || own.isEmpty()) {
            return Optional.empty();
        }
        String address = own.get().address();
        return nodes.get().stream()
                .filter(node -> node.has(NodeStatus.EDGE) && node.relay().isPresent() && !node.draining())
                .filter(node -> node.zone().equals(own.get().zone()))
                .filter(node -> node.address().equals(address)
                        || !isLeftOut.test(node.relay().get()))
                .max(Comparator.comparingLong((NodeStatus node) -> weight(channel, node))
                        .thenComparing(NodeStatus::address))
                .filter(node -> !node.address().equals(address))
                .flatMap(NodeStatus::relay);
    }

    /** Whether that node has said that it is about to stop. One that is out of sight may live, and its relays tell. */
    boolean isDraining(Endpoint relay) {
        return nodes.get().stream()
                .anyMatch(node ->
                        node.draining() && node.relay().filter(relay::equals).isPresent());
    }

    /** By where the node listens, which a restart does not change. */
    private static long weight(ChannelId channel, NodeStatus node) {
        Endpoint relay = node.relay().get();
        String text = channel.entityId() + " " + relay.host() + ":" + relay.port();
        long hash = FNV_OFFSET;
        for (byte octet : text.getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ (octet & 0xff)) * FNV_PRIME;
        }
        return mix(hash);
    }

    /** MurmurHash3's finalizer: names that differ in their last letters only would otherwise weigh alike. */
    private static long mix(long hash) {
        long mixed = (hash ^ hash >>> 33) * 0xff51afd7ed558ccdL;
        mixed = (mixed ^ mixed >>> 33) * 0xc4ceb9fe1a85ec53L;
        return mixed ^ mixed >>> 33;
    }
}
