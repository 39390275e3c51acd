package io.millrace.controlplane.api;

import io.millrace.cluster.NodeDirectory;
import io.millrace.cluster.NodeStatus;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Supplier;

/**
 * The origins of the cluster that take new publishers, the best first: this node's own, or last if it is full, then the
 * others by their load. Loads are some seconds old, and when an origin dies its publishers come back all at once: so those of about the same
 * load are in random order. Safe on any thread.
 */
public final class LiveOrigins implements Supplier<List<InetSocketAddress>> {
    /** Shares that differ by less than one of so many steps count as the same. */
    private static final int STEPS = 20;

    private final NodeDirectory directory;
    private final Optional<InetSocketAddress> own;
    private final Random random;

    /** @param own where this node's own origin takes RTMP, if it has that role */
    public LiveOrigins(NodeDirectory directory, Optional<InetSocketAddress> own, Random random) {
        this.directory = directory;
        this.own = own;
        this.random = random;
    }

    @Override
    public List<InetSocketAddress> get() {
        Optional<NodeStatus> self = directory.self();
        List<NodeStatus> others = new ArrayList<>(directory.nodes());
        self.ifPresent(others::remove);
        List<InetSocketAddress> addresses = new ArrayList<>(ordered(others, random));
        own.ifPresent(address -> place(addresses, address, self));
        return addresses;
    }

    /** Where the node's own stands among the others: first, last if it is full, nowhere if it is about to stop. */
    static void place(List<InetSocketAddress> others, InetSocketAddress own, Optional<NodeStatus> self) {
        if (self.isEmpty() || !self.get().draining()) {
            boolean full = self.isPresent() && self.get().load().publisherShare() >= 1;
            others.add(full ? others.size() : 0, own);
        }
    }

    /** Those of the nodes that take new publishers, the best first. */
    public static List<InetSocketAddress> ordered(List<NodeStatus> nodes, Random random) {
        List<NodeStatus> takers = new ArrayList<>(nodes);
        takers.removeIf(node ->
                !node.has(NodeStatus.ORIGIN) || node.draining() || node.rtmp().isEmpty());
        Collections.shuffle(takers, random);
        takers.sort(Comparator.comparingInt(node -> (int) (node.load().publisherShare() * STEPS)));
        return takers.stream()
                .flatMap(node -> node.rtmp().stream())
                .map(rtmp -> InetSocketAddress.createUnresolved(rtmp.host(), rtmp.port()))
                .toList();
    }
}
