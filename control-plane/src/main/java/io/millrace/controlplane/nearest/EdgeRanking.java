package io.millrace.controlplane.nearest;

import io.millrace.channel.ChannelId;
import io.millrace.cluster.NodeStatus;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/**
 * Puts edges in the order in which they suit a viewer:
 *
 * <ol>
 *   <li>those of the viewer's zone come before all others;
 *   <li>then by cost, which is {@code viewers / maxViewers}, plus {@code busyMargin} for an edge that has not got the
 *       channel: so an edge that has it is taken unless it is more loaded than another by that share. Costs in the same
 *       twentieth are equal, as loads are some seconds old;
 *   <li>then by a hash of channel and edge (rendezvous hashing), which brings the first viewers of a channel together on
 *       one edge wherever they ask, and spreads the channels.
 * </ol>
 *
 * Edges that are draining, full, or have no public address are left out. There is no memory, so no hysteresis: a viewer is
 * sent once and stays. Safe on any thread.
 */
public final class EdgeRanking {
    private static final int STEPS = 20;

    private final double busyMargin;

    /** @param busyMargin of {@link NearestSettings} */
    public EdgeRanking(double busyMargin) {
        this.busyMargin = busyMargin;
    }

    /** The edges that can take a viewer, in no order. */
    public static List<NodeStatus> candidates(List<NodeStatus> nodes) {
        return nodes.stream()
                .filter(node -> node.has(NodeStatus.EDGE)
                        && !node.draining()
                        && node.publicHttp().isPresent()
                        && node.load().viewerShare() < 1)
                .toList();
    }

    /** @param having where the channel is, {@code akka://millrace@host:port} */
    public List<RankedEdge> rank(List<NodeStatus> candidates, ChannelId channel, String zone, Set<String> having) {
        return candidates.stream()
                .map(node -> new RankedEdge(node, having.contains(withoutIncarnation(node.address()))))
                .sorted(Comparator.comparing(
                                (RankedEdge edge) -> !zone.equals(edge.node().zone()))
                        .thenComparingInt(this::cost)
                        .thenComparingInt(edge -> hash(channel, edge))
                        .thenComparing(edge -> edge.node().address()))
                .toList();
    }

    private int cost(RankedEdge edge) {
        double margin = edge.hasChannel() ? 0 : busyMargin;
        return (int) ((edge.node().load().viewerShare() + margin) * STEPS);
    }

    /** Spread evenly over all ints, as rendezvous hashing needs it (the finalizer of MurmurHash3). */
    private static int hash(ChannelId channel, RankedEdge edge) {
        int hash = channel.entityId().hashCode() * 31 + edge.node().address().hashCode();
        hash ^= hash >>> 16;
        hash *= 0x85ebca6b;
        hash ^= hash >>> 13;
        hash *= 0xc2b2ae35;
        return hash ^ hash >>> 16;
    }

    private static String withoutIncarnation(String address) {
        int mark = address.lastIndexOf('#');
        return mark < 0 ? address : address.substring(0, mark);
    }
}
