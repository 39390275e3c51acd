package io.millrace.load.simulation;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** The edges of a zone are stopped in good order and started again, one after the other. */
final class RollingRestart implements Event {
    private final List<Integer> edges;
    private final int draining;
    private final Deque<Party> staying = new ArrayDeque<>();
    private int perSecond;

    RollingRestart(SimulatedCluster cluster, int zone, Timing timing) {
        this.edges = cluster.edges(zone).stream().map(SimulatedEdge::number).toList();
        this.draining = timing.draining();
    }

    @Override
    public String name() {
        return "rolling restart";
    }

    @Override
    public void happen(int second, SimulatedCluster cluster, Placement placement, Publishers publishers) {
        int each = draining + Timing.RESTARTING;
        if (second > 0 && second % each == 0) {
            edge(cluster, second / each - 1).start();
        }
        if (second >= seconds()) {
            return;
        }
        SimulatedEdge edge = edge(cluster, second / each);
        int since = second % each;
        if (since == 0) {
            staying.addAll(edge.everybody(placement.random()));
            perSecond = (staying.size() + draining - 1) / draining;
            edge.beginDraining();
        }
        for (int i = 0; i < perSecond && !staying.isEmpty(); i++) {
            placement.letGo(edge, staying.remove());
        }
        if (since == draining) {
            edge.stop();
        }
    }

    private SimulatedEdge edge(SimulatedCluster cluster, int index) {
        return cluster.edges().get(edges.get(index));
    }

    @Override
    public int seconds() {
        return edges.size() * (draining + Timing.RESTARTING);
    }
}
