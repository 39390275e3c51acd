package io.millrace.load.simulation;

import io.millrace.cluster.Endpoint;
import io.millrace.cluster.NodeStatus;
import io.millrace.controlplane.nearest.EdgeRanking;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

/** What nodes know of the edges: as old as their last announcements, and longer of those that have died. */
final class Directory {
    private final List<SimulatedEdge> edges;
    private final int zones;
    private final int interval;
    private final NodeStatus[] known;
    private List<NodeStatus> all = List.of();
    private List<NodeStatus> candidates = List.of();
    private List<List<NodeStatus>> candidatesByZone = List.of();

    /** @param interval between two announcements of an edge, in seconds */
    Directory(List<SimulatedEdge> edges, int zones, int interval) {
        this.edges = edges;
        this.zones = zones;
        this.interval = interval;
        this.known = edges.stream().map(SimulatedEdge::status).toArray(NodeStatus[]::new);
    }

    /** Takes in what was announced up to now; that an edge stops or has started is announced at once. */
    void refresh(int second) {
        for (SimulatedEdge edge : edges) {
            NodeStatus last = known[edge.number()];
            if (!edge.isUp()) {
                known[edge.number()] = second - edge.diedAt() >= Timing.UNREACHABLE ? null : last;
            } else if (last == null
                    || last.draining() != edge.isDraining()
                    || (second + edge.number()) % interval == 0) {
                known[edge.number()] = edge.status();
            }
        }
        all = Arrays.stream(known).filter(Objects::nonNull).toList();
        candidates = EdgeRanking.candidates(all);
        List<List<NodeStatus>> byZone = IntStream.range(0, zones)
                .mapToObj(zone -> (List<NodeStatus>) new ArrayList<NodeStatus>())
                .toList();
        candidates.forEach(node -> byZone.get(edge(node).zone()).add(node));
        candidatesByZone = byZone;
    }

    List<NodeStatus> all() {
        return all;
    }

    /**
     * The edges among which one is chosen for a viewer: as those of its zone come before all others, only they, which saves
     * the others' comparison.
     */
    List<NodeStatus> candidates(int zone) {
        List<NodeStatus> own = candidatesByZone.get(zone);
        return own.isEmpty() ? candidates : own;
    }

    SimulatedEdge edge(NodeStatus node) {
        return edges.get(numberOf(node.publicHttp().orElseThrow()));
    }

    SimulatedEdge edge(String publicHttp) {
        return edges.get(numberOf(publicHttp));
    }

    SimulatedEdge edge(Endpoint relay) {
        return edges.get(SimulatedEdge.number(relay.host()));
    }

    private static int numberOf(String publicHttp) {
        return SimulatedEdge.number(publicHttp.substring("http://".length(), publicHttp.lastIndexOf(':')));
    }
}
