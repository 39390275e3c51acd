package io.millrace.controlplane.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.cluster.Endpoint;
import io.millrace.cluster.NodeDirectory;
import io.millrace.cluster.NodeLoad;
import io.millrace.cluster.NodeStatus;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LiveOriginsTest {
    private static final Random RANDOM = new Random(7);

    private static NodeStatus node(String name, String role, int publishers, boolean draining) {
        return new NodeStatus(
                name,
                Set.of(role),
                "",
                Optional.of(new Endpoint(name, 1935)),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                new NodeLoad(0, 0, publishers, 100),
                draining);
    }

    private static List<String> order(NodeStatus... nodes) {
        return LiveOrigins.ordered(List.of(nodes), RANDOM).stream()
                .map(InetSocketAddress::getHostString)
                .toList();
    }

    @Test
    void theLeastLoadedComesFirstAndWhatTakesNoneNotAtAll() {
        assertThat(order(
                        node("full", "origin", 100, false),
                        node("busy", "origin", 70, false),
                        node("edge", "edge", 0, false),
                        node("leaving", "origin", 0, true),
                        node("idle", "origin", 3, false)))
                .containsExactly("idle", "busy", "full");
    }

    @Test
    void aboutEqualOnesTakeTurns() {
        Set<String> first = new HashSet<>();
        for (int i = 0; i < 100; i++) {
            first.add(order(node("a", "origin", 11, false), node("b", "origin", 13, false))
                    .get(0));
        }
        assertThat(first).containsExactlyInAnyOrder("a", "b");
    }

    @Test
    void theNodesOwnIsUsedBeforeOthersAreKnown() {
        InetSocketAddress own = new InetSocketAddress("127.0.0.1", 1935);
        NodeDirectory nobody = new NodeDirectory(Duration.ofSeconds(1), () -> node("own", "origin", 0, false));
        assertThat(new LiveOrigins(nobody, Optional.of(own), RANDOM).get()).containsExactly(own);
        assertThat(new LiveOrigins(nobody, Optional.empty(), RANDOM).get()).isEmpty();
    }

    @Test
    void theNodesOwnComesFirstUnlessItIsFullOrStops() {
        assertThat(placed(node("own", "origin", 99, false))).containsExactly("own", "other");
        assertThat(placed(node("own", "origin", 100, false))).containsExactly("other", "own");
        assertThat(placed(node("own", "origin", 0, true))).containsExactly("other");
    }

    private static List<String> placed(NodeStatus self) {
        List<InetSocketAddress> addresses =
                new ArrayList<>(LiveOrigins.ordered(List.of(node("other", "origin", 50, false)), RANDOM));
        LiveOrigins.place(addresses, InetSocketAddress.createUnresolved("own", 1935), Optional.of(self));
        return addresses.stream().map(InetSocketAddress::getHostString).toList();
    }
}
