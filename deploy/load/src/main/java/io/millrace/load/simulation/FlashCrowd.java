package io.millrace.load.simulation;

import java.util.stream.IntStream;

/**
 * A channel gets ten times as many viewers within a minute.
 *
 * @param newcomers how many come
 */
record FlashCrowd(int channel, int newcomers, Popularity zones) implements Event {
    private static final int TIMES = 10;
    private static final int SECONDS = 60;

    /** The share of the audience by which it may grow: a larger crowd is another cluster's. */
    private static final double GROWTH = 0.1;

    /** The most popular channel that may grow so. */
    static FlashCrowd in(SimulatedCluster cluster) {
        Plan plan = cluster.plan();
        int channel = IntStream.range(0, plan.channels())
                .filter(candidate -> (TIMES - 1.0) * cluster.viewers(candidate) <= GROWTH * plan.audience())
                .findFirst()
                .orElse(plan.channels() - 1);
        return new FlashCrowd(channel, (TIMES - 1) * cluster.viewers(channel), plan.zonePopularity());
    }

    @Override
    public String name() {
        return "flash crowd";
    }

    @Override
    public void happen(int second, SimulatedCluster cluster, Placement placement, Publishers publishers) {
        for (int i = come(second); i < come(second + 1); i++) {
            placement.expect(new Party(zones.draw(placement.random()), channel, 0), 0);
        }
    }

    private int come(int second) {
        return (int) ((long) newcomers * Math.min(second, SECONDS) / SECONDS);
    }

    @Override
    public int seconds() {
        return SECONDS;
    }
}
