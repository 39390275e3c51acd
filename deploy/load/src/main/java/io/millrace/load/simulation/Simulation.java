package io.millrace.load.simulation;

import io.millrace.edge.relay.UpstreamChoice;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;

/** Places an audience, lets each event happen to what that gave, and tells what came of it. */
public final class Simulation {
    private final Plan plan;
    private final Timing timing = Timing.ofDefaults();

    public Simulation(Plan plan) {
        this.plan = plan;
    }

    /** Takes some seconds for a million viewers; the same plan gives the same text. In Markdown. */
    public String run() {
        Outcome placed = arrive(plan, UpstreamChoice.ORIGIN);
        List<Outcome> outcomes = outcomes(placed);
        List<Outcome> relayed = new ArrayList<>(outcomes);
        relayed.addAll(outcomes(arrive(plan, UpstreamChoice.ZONE)));
        return String.join(
                "\n",
                Tables.cluster(placed.cluster()),
                Tables.placement(outcomes),
                Tables.failOver(outcomes),
                Tables.relays(relayed),
                Tables.spares(spares(placed)));
    }

    Outcome arrive(Plan with, UpstreamChoice upstream) {
        return Outcome.of(Arrival.of(with), SimulatedCluster.of(with, upstream), timing);
    }

    /** The first is of the placement itself; each other begins with that. */
    List<Outcome> outcomes(Outcome placed) {
        SimulatedCluster cluster = placed.cluster();
        List<Event> events = List.of(
                Deaths.ofEdge(fullest(cluster.edges())),
                Deaths.ofOrigin(Publishers.busiest(cluster)),
                Deaths.ofZone(cluster, 0),
                FlashCrowd.in(cluster),
                new RollingRestart(cluster, 0, timing));
        List<Outcome> outcomes = new ArrayList<>(List.of(placed));
        events.forEach(event -> outcomes.add(Outcome.of(event, cluster.copy(), timing)));
        return outcomes;
    }

    private List<SpareCheck> spares(Outcome placed) {
        List<SpareCheck> checks = new ArrayList<>();
        for (int spare : new TreeSet<>(List.of(0, plan.spareEdges(), plan.spareEdges() + 1))) {
            checks.add(spare(
                    spare == plan.spareEdges() ? placed : arrive(plan.withSpareEdges(spare), UpstreamChoice.ORIGIN)));
        }
        return checks;
    }

    /** In each zone in turn, the fullest edge dies. */
    SpareCheck spare(Outcome placed) {
        SimulatedCluster cluster = placed.cluster();
        int zonesShort = 0;
        long elsewhere = 0;
        long left = 0;
        for (int zone = 0; zone < cluster.plan().zones(); zone++) {
            Event death = Deaths.ofEdge(fullest(cluster.edges(zone)));
            Outcome after = Outcome.of(death, cluster.copy(), timing);
            long sent = after.cluster().guests() - cluster.guests();
            zonesShort += sent > 0 || after.tally().left() > 0 ? 1 : 0;
            elsewhere += Math.max(0, sent);
            left += after.tally().left();
        }
        return new SpareCheck(cluster, placed.tally().left(), zonesShort, elsewhere, left);
    }

    private static SimulatedEdge fullest(List<SimulatedEdge> edges) {
        return edges.stream()
                .max(Comparator.comparingInt(SimulatedEdge::viewers))
                .orElseThrow();
    }
}
