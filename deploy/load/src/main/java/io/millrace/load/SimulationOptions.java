package io.millrace.load;

import io.millrace.load.simulation.Plan;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Of the command line, what is for the simulation. */
final class SimulationOptions {
    @Option(names = "--simulate")
    private boolean wanted;

    @Option(names = "--zones")
    private int zones = 50;

    @Option(names = "--audience")
    private int audience = 1_000_000;

    @Option(names = "--channels")
    private int channels = 10_000;

    @Option(names = "--edge-viewers")
    private int edgeViewers = 10_000;

    @Option(names = "--spare-edges")
    private int spareEdges = 1;

    @Option(names = "--origins")
    private int origins = 30;

    @Option(names = "--gbits")
    private double gbits = 25;

    @Option(names = "--mbits")
    private double mbits = 2;

    @Option(names = "--seed")
    private long seed = 1;

    /**
     * Empty if no simulation is wanted.
     *
     * @throws IllegalArgumentException if a number is out of its range
     */
    Optional<Plan> plan() {
        return wanted
                ? Optional.of(new Plan(zones, audience, channels, edgeViewers, spareEdges, origins, gbits, mbits, seed))
                : Optional.empty();
    }
}
