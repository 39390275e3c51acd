package io.millrace.load.simulation;

/** The whole audience comes, evenly over some minutes. */
record Arrival(Plan plan, Popularity zones, Popularity channels) implements Event {
    private static final int SECONDS = 600;

    static Arrival of(Plan plan) {
        return new Arrival(plan, plan.zonePopularity(), plan.channelPopularity());
    }

    @Override
    public String name() {
        return "all have come";
    }

    @Override
    public void happen(int second, SimulatedCluster cluster, Placement placement, Publishers publishers) {
        if (second == 0) {
            publishers.come();
        }
        for (int i = come(second); i < come(second + 1); i++) {
            placement.expect(new Party(zones.draw(placement.random()), channels.draw(placement.random()), 0), 0);
        }
    }

    private int come(int second) {
        return (int) ((long) plan.audience() * Math.min(second, SECONDS) / SECONDS);
    }

    @Override
    public int seconds() {
        return SECONDS;
    }
}
