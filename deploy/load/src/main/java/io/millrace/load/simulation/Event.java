package io.millrace.load.simulation;

/** Something that happens to a cluster, from second 0 on. */
interface Event {
    String name();

    /** What happens in this second, before viewers are placed. */
    void happen(int second, SimulatedCluster cluster, Placement placement, Publishers publishers);

    /** How many seconds it takes, without what it leaves to be done. */
    int seconds();
}
