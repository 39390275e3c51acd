package io.millrace.load.simulation;

import io.millrace.channel.ChannelId;
import io.millrace.edge.relay.UpstreamChoice;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** All nodes, and who is where. */
final class SimulatedCluster {
    private final Plan plan;
    private final UpstreamChoice upstream;
    private final List<ChannelId> channels;
    private final List<SimulatedEdge> edges;
    private final SimulatedOrigins origins;

    private SimulatedCluster(
            Plan plan,
            UpstreamChoice upstream,
            List<ChannelId> channels,
            List<SimulatedEdge> edges,
            SimulatedOrigins origins) {
        this.plan = plan;
        this.upstream = upstream;
        this.channels = channels;
        this.edges = edges;
        this.origins = origins;
    }

    /** Nobody is there yet. */
    static SimulatedCluster of(Plan plan, UpstreamChoice upstream) {
        List<ChannelId> channels = IntStream.range(0, plan.channels())
                .mapToObj(channel -> new ChannelId("live", "channel-" + channel))
                .toList();
        Popularity zones = plan.zonePopularity();
        List<SimulatedEdge> edges = new ArrayList<>();
        for (int zone = 0; zone < plan.zones(); zone++) {
            for (int i = plan.edges(zones.share(zone)); i > 0; i--) {
                edges.add(new SimulatedEdge(edges.size(), zone, plan.capacity(), plan.channels()));
            }
        }
        return new SimulatedCluster(plan, upstream, channels, List.copyOf(edges), SimulatedOrigins.of(plan));
    }

    SimulatedCluster copy() {
        return new SimulatedCluster(
                plan,
                upstream,
                channels,
                edges.stream().map(SimulatedEdge::copy).toList(),
                origins.copy());
    }

    Plan plan() {
        return plan;
    }

    UpstreamChoice upstream() {
        return upstream;
    }

    List<ChannelId> channels() {
        return channels;
    }

    /** Each at the place of its number. */
    List<SimulatedEdge> edges() {
        return edges;
    }

    List<SimulatedEdge> edges(int zone) {
        return edges.stream().filter(edge -> edge.zone() == zone).toList();
    }

    List<SimulatedEdge> edgesUp() {
        return edges.stream().filter(SimulatedEdge::isUp).toList();
    }

    SimulatedOrigins origins() {
        return origins;
    }

    long viewers() {
        return edges.stream().mapToLong(SimulatedEdge::viewers).sum();
    }

    int viewers(int channel) {
        return edges.stream().mapToInt(edge -> edge.viewers(channel)).sum();
    }

    /** Viewers whose edge is of another zone than they are. */
    long guests() {
        return edges.stream().mapToLong(SimulatedEdge::guests).sum();
    }
}
