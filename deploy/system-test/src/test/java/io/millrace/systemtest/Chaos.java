package io.millrace.systemtest;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/** Ends and mends parts of a cluster at random while channels are live, and judges what their viewers have seen. */
final class Chaos implements AutoCloseable {
    private static final List<String> ORIGINS = List.of("origin1", "origin2");
    private static final List<String> EDGES = List.of("edge1", "edge2");
    private static final List<String> ZONE = List.of("control-plane1", "origin1", "edge1");
    private static final int CHANNELS = 3;
    private static final int LONGEST_OUTAGE_MILLIS = 8000;

    /** What happens to the cluster. */
    enum Fault {
        ORIGIN_KILLED,
        ORIGIN_FROZEN,
        ORIGIN_STOPPED,
        CONTROL_PLANE_NODE_KILLED,
        CONTROL_PLANE_NODE_STOPPED,
        CONTROL_PLANE_KILLED,
        EDGE_KILLED,
        EDGE_STOPPED,
        DATABASE_STOPPED,
        STORE_KILLED,
        STORE_FROZEN,
        NETWORK_CUT,
        ROLLING_RESTART
    }

    private final TestingCluster cluster;
    private final Random random;
    private final List<ChaosChannel> channels = new ArrayList<>();
    private final List<String> gone = new ArrayList<>();
    private final List<Fault> past = new ArrayList<>();

    Chaos(TestingCluster cluster, long seed) {
        this.cluster = cluster;
        this.random = new Random(seed);
        for (int i = 0; i < CHANNELS; i++) {
            List<String> origins = i % 2 == 0 ? ORIGINS : List.of(ORIGINS.get(1), ORIGINS.get(0));
            channels.add(new ChaosChannel(cluster, i, origins, EDGES));
        }
        channels.forEach(ChaosChannel::awaitGoingOn);
    }

    /** One fault after the other for so long; each is mended, and everything must go on, before the next. */
    void run(Duration length) {
        long end = System.nanoTime() + length.toNanos();
        while (System.nanoTime() < end) {
            commit(possible().get(random.nextInt(possible().size())));
        }
    }

    private List<Fault> possible() {
        return Stream.of(Fault.values())
                .filter(fault -> fault != Fault.NETWORK_CUT || cluster.network().canCut())
                .toList();
    }

    /** Lets something happen, and waits until it is mended and every stream goes on. */
    void commit(Fault fault) {
        past.add(fault);
        long begin = System.nanoTime();
        switch (fault) {
            case ORIGIN_KILLED -> cluster.node(any(ORIGINS)).kill();
            case ORIGIN_FROZEN -> freeze(cluster.node(any(ORIGINS)));
            case ORIGIN_STOPPED -> stop(cluster.node(any(ORIGINS)));
            case CONTROL_PLANE_NODE_KILLED -> anyControlPlane().kill();
            case CONTROL_PLANE_NODE_STOPPED -> stop(anyControlPlane());
            case CONTROL_PLANE_KILLED -> cluster.controlPlane().forEach(ClusterNode::kill);
            case EDGE_KILLED, EDGE_STOPPED -> endEdge(any(EDGES), fault == Fault.EDGE_STOPPED);
            case DATABASE_STOPPED -> cluster.database().stop();
            case STORE_KILLED -> cluster.store().stop();
            case STORE_FROZEN -> cluster.store().freeze();
            case NETWORK_CUT -> cut();
            case ROLLING_RESTART -> restartAll();
        }
        LockSupport.parkNanos(
                Duration.ofMillis(random.nextInt(LONGEST_OUTAGE_MILLIS)).toNanos());
        mend(fault);
        channels.forEach(ChaosChannel::awaitGoingOn);
        System.out.printf(
                "%-26s mended and all going on after %6d ms; the longest time without a frame: %5d ms%n",
                fault,
                (System.nanoTime() - begin) / 1_000_000,
                channels.stream()
                        .mapToLong(ChaosChannel::takeLongestGapMillis)
                        .max()
                        .orElse(0));
    }

    private void mend(Fault fault) {
        switch (fault) {
            case DATABASE_STOPPED -> cluster.database().start();
            case STORE_KILLED -> cluster.store().start();
            case STORE_FROZEN -> cluster.store().thaw();
            default -> {}
        }
        mendNodes();
    }

    private void mendNodes() {
        cluster.mend();
        gone.forEach(edge -> channels.forEach(channel -> channel.watch(edge)));
        gone.clear();
    }

    private void endEdge(String edge, boolean orderly) {
        channels.forEach(channel -> channel.leave(edge));
        gone.add(edge);
        if (orderly) {
            stop(cluster.node(edge));
        } else {
            cluster.node(edge).kill();
        }
    }

    /** Its publishers go elsewhere; when it wakes it is no member any more, or is one again. */
    private void freeze(ClusterNode origin) {
        origin.freeze();
        LockSupport.parkNanos(Duration.ofSeconds(1 + random.nextInt(15)).toNanos());
        origin.thaw();
        LockSupport.parkNanos(Duration.ofSeconds(2).toNanos());
    }

    /** Either one node is cut off from all others, or the two sides are like zones. */
    private void cut() {
        List<String> all = cluster.nodes().stream().map(ClusterNode::name).toList();
        List<String> some = random.nextBoolean() ? List.of(any(all)) : ZONE;
        cluster.network()
                .cut(some, all.stream().filter(name -> !some.contains(name)).toList());
    }

    /** As for an upgrade: one after the other, each when all are there again. */
    private void restartAll() {
        for (ClusterNode node : cluster.nodes()) {
            long begin = System.nanoTime();
            if (EDGES.contains(node.name())) {
                endEdge(node.name(), true);
            } else {
                stop(node);
            }
            long ended = System.nanoTime();
            mendNodes();
            System.out.printf(
                    "restart of %s: ended after %d ms, all nodes there after %d ms%n",
                    node.name(), (ended - begin) / 1_000_000, (System.nanoTime() - begin) / 1_000_000);
        }
    }

    private static void stop(ClusterNode node) {
        node.terminate();
        node.awaitExit();
    }

    private ClusterNode anyControlPlane() {
        return cluster.controlPlane().get(random.nextInt(cluster.controlPlane().size()));
    }

    private String any(List<String> names) {
        return names.get(random.nextInt(names.size()));
    }

    List<Fault> past() {
        return List.copyOf(past);
    }

    /** All that was wrong on any channel. */
    Flaws judge() {
        Flaws flaws = new Flaws();
        channels.forEach(channel -> flaws.addAll(channel.judge()));
        return flaws;
    }

    @Override
    public void close() {
        channels.forEach(ChaosChannel::close);
    }
}
