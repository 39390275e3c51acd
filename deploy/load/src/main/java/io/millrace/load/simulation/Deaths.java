package io.millrace.load.simulation;

import java.util.Collection;
import java.util.List;
import java.util.stream.IntStream;

/** Nodes die, all at once, without a word: machines, or what connects them. */
record Deaths(String name, Collection<Integer> edges, Collection<Integer> origins) implements Event {

    static Deaths ofEdge(SimulatedEdge edge) {
        return new Deaths("an edge dies", List.of(edge.number()), List.of());
    }

    static Deaths ofOrigin(int origin) {
        return new Deaths("an origin dies", List.of(), List.of(origin));
    }

    static Deaths ofZone(SimulatedCluster cluster, int zone) {
        return new Deaths(
                "a zone dies",
                cluster.edges(zone).stream().map(SimulatedEdge::number).toList(),
                IntStream.range(0, cluster.origins().count())
                        .filter(origin -> cluster.origins().zone(origin) == zone)
                        .boxed()
                        .toList());
    }

    @Override
    public void happen(int second, SimulatedCluster cluster, Placement placement, Publishers publishers) {
        if (second == 0) {
            origins.forEach(publishers::lose);
            for (int number : edges) {
                for (Party party : cluster.edges().get(number).die(second, placement.random())) {
                    placement.expect(party, 1 + placement.random().nextInt(Timing.RETURNING));
                }
            }
        }
    }

    @Override
    public int seconds() {
        return 1;
    }
}
