package io.millrace.controlplane.nearest;

import static io.millrace.controlplane.nearest.TestingEdges.address;
import static io.millrace.controlplane.nearest.TestingEdges.edge;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.channel.ChannelId;
import io.millrace.cluster.NodeLoad;
import io.millrace.cluster.NodeStatus;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class EdgeRankingTest {
    private static final ChannelId CAM = new ChannelId("live", "cam");

    private static List<String> order(String zone, Set<String> having, NodeStatus... nodes) {
        return new EdgeRanking(0.25)
                .rank(EdgeRanking.candidates(List.of(nodes)), CAM, zone, having).stream()
                        .map(edge -> edge.node().publicHttp().orElseThrow().substring("http://".length()))
                        .map(host -> host.substring(0, host.indexOf(':')))
                        .toList();
    }

    @Test
    void theViewersZoneComesFirstHoweverBusy() {
        assertThat(order("b", Set.of(), edge("far", "a", 0), edge("near", "b", 90)))
                .containsExactly("near", "far");
    }

    @Test
    void withoutAZoneOfItsOwnAViewerGetsTheLeastLoaded() {
        assertThat(order("nowhere", Set.of(), edge("busy", "a", 60), edge("idle", "b", 10)))
                .containsExactly("idle", "busy");
    }

    @Test
    void fullAndDrainingEdgesAndOtherNodesAreLeftOut() {
        NodeStatus origin = new NodeStatus(
                "o",
                Set.of(NodeStatus.ORIGIN),
                "b",
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                NodeLoad.NONE,
                false);
        assertThat(order("b", Set.of(), origin, edge("full", "b", 100), edge("going", "b", 1, true), edge("a", "a", 9)))
                .containsExactly("a");
    }

    @Test
    void anEdgeWithTheChannelIsTakenUnlessItIsMuchMoreLoaded() {
        Set<String> having = Set.of(address("has"));
        assertThat(order("", having, edge("idle", "", 5), edge("has", "", 25))).containsExactly("has", "idle");
        assertThat(order("", having, edge("idle", "", 5), edge("has", "", 45))).containsExactly("idle", "has");
    }

    @Test
    void equalEdgesShareTheChannelsButNotAChannel() {
        NodeStatus[] nodes = {edge("a", "", 1), edge("b", "", 2), edge("c", "", 3)};
        String first = order("", Set.of(), nodes).get(0);
        assertThat(order("", Set.of(), nodes[2], nodes[1], nodes[0]).get(0)).isEqualTo(first);

        Set<String> used = new HashSet<>();
        for (int i = 0; i < 100; i++) {
            used.add(new EdgeRanking(0.25)
                    .rank(List.of(nodes), new ChannelId("live", "cam" + i), "", Set.of())
                    .get(0)
                    .node()
                    .address());
        }
        assertThat(used).hasSize(3);
    }
}
