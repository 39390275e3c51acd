package io.millrace.load.simulation;

import static io.millrace.load.simulation.SimulationTable.percent;

import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** What the simulation tells. */
final class Tables {
    private static final int HUNDRED = 100;

    private Tables() {}

    static String cluster(SimulatedCluster cluster) {
        Plan plan = cluster.plan();
        SimulationTable table = new SimulationTable(
                "cluster",
                "zones",
                "edges",
                "of them in the smallest and largest zone",
                "viewers an edge takes",
                "origins",
                "channels",
                "viewers of the most popular",
                "of the hundredth",
                "of the median");
        Distribution edges = Distribution.of(IntStream.range(0, plan.zones())
                .mapToDouble(zone -> cluster.edges(zone).size()));
        table.row(
                plan.zones(),
                cluster.edges().size(),
                (long) edges.min() + " .. " + (long) edges.max(),
                plan.capacity(),
                plan.origins(),
                plan.channels(),
                cluster.viewers(0),
                plan.channels() < HUNDRED ? "" : cluster.viewers(HUNDRED - 1),
                cluster.viewers(plan.channels() / 2));
        return table.toString();
    }

    static String placement(List<Outcome> outcomes) {
        SimulationTable table = new SimulationTable(
                "placement",
                "event",
                "edges",
                "viewers",
                "load min",
                "median",
                "p99",
                "max",
                "redirects a viewer, mean",
                "max",
                "sent on by full edges",
                "told to come back",
                "without an edge",
                "outside their zone",
                "their Gbit/s");
        for (Outcome outcome : outcomes) {
            SimulatedCluster cluster = outcome.cluster();
            Tally tally = outcome.tally();
            Distribution load = Distribution.of(cluster.edgesUp().stream().mapToDouble(SimulatedEdge::load));
            table.row(
                    outcome.event(),
                    load.sorted().length,
                    cluster.viewers(),
                    percent(load.min()),
                    percent(load.median()),
                    percent(load.p99()),
                    percent(load.max()),
                    String.format(Locale.ROOT, "%.3f", tally.meanRedirects()),
                    tally.mostRedirects(),
                    tally.sentOn(),
                    tally.refused(),
                    tally.left(),
                    cluster.guests(),
                    cluster.plan().gbits(cluster.guests()));
        }
        return table.toString();
    }

    static String failOver(List<Outcome> outcomes) {
        SimulationTable table = new SimulationTable(
                "fail-over",
                "event",
                "viewers who connect",
                "sent to a dead edge",
                "a second, at most",
                "at one edge",
                "all placed after s",
                "relays opened",
                "a second, at most",
                "publishers who move",
                "viewers behind them",
                "still for s",
                "relays a second at an origin",
                "viewers lost");
        for (Outcome outcome : outcomes) {
            Tally tally = outcome.tally();
            Publishers publishers = outcome.publishers();
            table.row(
                    outcome.event(),
                    tally.settingOut(),
                    tally.foundNobody(),
                    tally.mostAsked(),
                    tally.mostAtOneEdge(),
                    tally.lastPlaced(),
                    tally.relays(),
                    tally.mostRelays(),
                    publishers.moved(),
                    publishers.viewersBehind(),
                    publishers.longestGap(),
                    publishers.mostRelaysAtOnce(),
                    outcome.viewersLost() + tally.left());
        }
        return table.toString();
    }

    static String relays(List<Outcome> outcomes) {
        SimulationTable table = new SimulationTable(
                "relays",
                "event",
                "upstream",
                "relays",
                "a channel, mean",
                "p99",
                "max",
                "Gbit/s of all origins",
                "of an origin, median",
                "max",
                "of parents",
                "of an edge with its viewers, max",
                "channels of an edge, median",
                "max",
                "between zones");
        for (Outcome outcome : outcomes) {
            addRelays(table, outcome);
        }
        return table.toString();
    }

    private static void addRelays(SimulationTable table, Outcome outcome) {
        SimulatedCluster cluster = outcome.cluster();
        Plan plan = cluster.plan();
        Relays relays = Relays.of(cluster);
        Distribution channels =
                Distribution.of(IntStream.of(relays.perChannel()).asDoubleStream());
        Distribution origins = Distribution.of(IntStream.range(0, relays.byOrigin().length)
                .filter(cluster.origins()::isUp)
                .mapToDouble(origin -> plan.gbits(relays.byOrigin()[origin])));
        int[] byEdge = relays.byEdge();
        Distribution edges = Distribution.of(
                cluster.edges().stream().mapToDouble(edge -> plan.gbits(edge.viewers() + byEdge[edge.number()])));
        Distribution channelsOfEdges =
                Distribution.of(cluster.edgesUp().stream().mapToDouble(SimulatedEdge::channels));
        table.row(
                outcome.event(),
                cluster.upstream().name().toLowerCase(Locale.ROOT),
                (long) channels.sum(),
                channels.mean(),
                (long) channels.p99(),
                (long) channels.max(),
                origins.sum(),
                origins.median(),
                origins.max(),
                plan.gbits(IntStream.of(byEdge).sum()),
                edges.max(),
                (long) channelsOfEdges.median(),
                (long) channelsOfEdges.max(),
                plan.gbits(relays.betweenZones()));
    }

    static String spares(List<SpareCheck> checks) {
        SimulationTable table = new SimulationTable(
                "spare",
                "spare edges a zone",
                "edges",
                "load of the fullest",
                "outside their zone before",
                "without an edge before",
                "zones short when their fullest edge dies",
                "viewers sent to other zones",
                "without an edge");
        for (SpareCheck check : checks) {
            SimulatedCluster cluster = check.cluster();
            table.row(
                    cluster.plan().spareEdges(),
                    cluster.edges().size(),
                    percent(cluster.edges().stream()
                            .mapToDouble(SimulatedEdge::load)
                            .max()
                            .orElse(0)),
                    cluster.guests(),
                    check.leftBefore(),
                    check.zonesShort() + " of " + cluster.plan().zones(),
                    check.elsewhere(),
                    check.left());
        }
        return table.toString();
    }
}
