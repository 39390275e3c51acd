package io.millrace.load.simulation;

import java.util.Random;

/**
 * What an event has led to.
 *
 * @param cluster as it is afterwards
 * @param seconds until all had been placed, or were given up
 * @param viewersLost who stayed connected to an edge, but without their channel for too long
 */
record Outcome(
        String event, SimulatedCluster cluster, Tally tally, Publishers publishers, int seconds, long viewersLost) {
    /** Who is still refused so long after the event is taken for one who has gone. */
    private static final int PATIENCE = 120;

    /** Lets an event happen to a cluster. */
    static Outcome of(Event event, SimulatedCluster cluster, Timing timing) {
        Random random = new Random(cluster.plan().seed());
        Placement placement = new Placement(cluster, timing, random);
        Publishers publishers = new Publishers(cluster, timing, random);
        int second = 0;
        while (second <= event.seconds()
                || second < event.seconds() + PATIENCE && !(placement.isQuiet() && publishers.isQuiet())) {
            event.happen(second, cluster, placement, publishers);
            publishers.step(second);
            placement.step();
            second++;
        }
        return new Outcome(
                event.name(),
                cluster,
                placement.tally(),
                publishers,
                second,
                publishers.viewersLost(second, timing.grace()));
    }
}
