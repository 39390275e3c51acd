package io.millrace.edge.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.channel.ChannelId;
import io.millrace.cluster.Endpoint;
import io.millrace.cluster.NodeLoad;
import io.millrace.cluster.NodeStatus;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ParentsTest {
    private static final String ZONE = "a";

    private final List<NodeStatus> nodes = new ArrayList<>();

    @Test
    void allEdgesOfAZoneAgree() {
        List<NodeStatus> edges = edges(5);
        for (ChannelId channel : channels(100)) {
            Set<Endpoint> chosen = Set.copyOf(edges.stream()
                    .map(edge -> choose(edge, channel).orElse(edge.relay().orElseThrow()))
                    .toList());
            assertThat(chosen).hasSize(1);
        }
    }

    @Test
    void channelsAreSpreadEvenlyAndOnlyThoseOfAGoneEdgeMove() {
        List<NodeStatus> edges = edges(5);
        NodeStatus own = edges.get(0);
        Map<Optional<Endpoint>, Integer> shares = new HashMap<>();
        Map<ChannelId, Optional<Endpoint>> before = new HashMap<>();
        for (ChannelId channel : channels(1000)) {
            before.put(channel, choose(own, channel));
            shares.merge(before.get(channel), 1, Integer::sum);
        }
        assertThat(shares.values()).hasSize(5).allMatch(share -> share > 140 && share < 260);

        NodeStatus gone = edges.get(3);
        nodes.remove(gone);
        before.forEach((channel, parent) -> {
            if (!parent.equals(gone.relay())) {
                assertThat(choose(own, channel)).isEqualTo(parent);
            }
        });
    }

    @Test
    void onlyRunningEdgesOfTheOwnZoneAreChosen() {
        NodeStatus own = node(1, ZONE, Set.of("edge"), false);
        node(2, "b", Set.of("edge"), false);
        node(3, ZONE, Set.of("origin"), false);
        node(4, ZONE, Set.of("edge"), true);
        assertThat(channels(50)).allMatch(channel -> choose(own, channel).isEmpty());
        assertThat(parents(own, UpstreamChoice.ZONE).isDraining(new Endpoint("host4", 1940)))
                .isTrue();
        assertThat(parents(own, UpstreamChoice.ZONE).isDraining(new Endpoint("host2", 1940)))
                .isFalse();
    }

    @Test
    void anEdgeThatIsLeftOutIsNotChosenAndThatPullsFromOriginsChoosesNone() {
        List<NodeStatus> edges = edges(2);
        Endpoint other = edges.get(1).relay().orElseThrow();
        assertThat(channels(50))
                .anyMatch(channel -> choose(edges.get(0), channel).equals(Optional.of(other)));
        assertThat(channels(50)).allMatch(channel -> parents(edges.get(0), UpstreamChoice.ZONE)
                .choose(channel, other::equals)
                .isEmpty());
        assertThat(channels(50)).allMatch(channel -> parents(edges.get(0), UpstreamChoice.ORIGIN)
                .choose(channel, endpoint -> false)
                .isEmpty());
    }

    private List<NodeStatus> edges(int count) {
        return IntStream.rangeClosed(1, count)
                .mapToObj(n -> node(n, ZONE, Set.of("edge"), false))
                .toList();
    }

    private NodeStatus node(int n, String zone, Set<String> roles, boolean draining) {
        NodeStatus node = new NodeStatus(
                "akka://millrace@host" + n + ":25520#" + n,
                roles,
                zone,
                Optional.empty(),
                Optional.of(new Endpoint("host" + n, 1940)),
                Optional.empty(),
                Optional.empty(),
                NodeLoad.NONE,
                draining);
        nodes.add(node);
        return node;
    }

    private Parents parents(NodeStatus own, UpstreamChoice choice) {
        return new Parents(choice, () -> nodes, () -> Optional.of(own));
    }

    private Optional<Endpoint> choose(NodeStatus own, ChannelId channel) {
        return parents(own, UpstreamChoice.ZONE).choose(channel, endpoint -> false);
    }

    private static List<ChannelId> channels(int count) {
        return IntStream.range(0, count)
                .mapToObj(n -> new ChannelId("live", "cam" + n))
                .toList();
    }
}
