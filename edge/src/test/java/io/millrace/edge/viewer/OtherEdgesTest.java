package io.millrace.edge.viewer;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.cluster.NodeLoad;
import io.millrace.cluster.NodeStatus;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class OtherEdgesTest {
    private static final NodeStatus SELF = edge("self", "http://self", 100);

    private static NodeStatus edge(String name, String http, int viewers) {
        return edge(name, Optional.empty(), http, viewers);
    }

    private static NodeStatus edge(String name, Optional<String> rtmp, String http, int viewers) {
        return new NodeStatus(
                name,
                Set.of(NodeStatus.EDGE),
                "",
                Optional.empty(),
                Optional.empty(),
                rtmp,
                Optional.of(http),
                new NodeLoad(viewers, 100, 0, 0),
                false);
    }

    private static OtherEdges others(NodeStatus... nodes) {
        return new OtherEdges(() -> List.of(nodes), () -> Optional.of(SELF), new Random(7));
    }

    @Test
    void aFullEdgeSendsNobodyToItself() {
        NodeStatus once = edge("self", "http://self", 0);
        assertThat(others(once).http(false)).isEmpty();
    }

    @Test
    void anAddressThatAllShareIsNoOther() {
        assertThat(others(edge("b", "http://self", 0)).http(false)).isEmpty();
        assertThat(others(edge("b", "http://b", 0)).http(false)).contains("http://b");
    }

    @Test
    void whoCameByTlsIsSentOnByTlsOnly() {
        assertThat(others(edge("b", "http://b", 0)).http(true)).isEmpty();
        assertThat(others(edge("b", "http://b", 0), edge("c", "https://c", 0)).http(true))
                .contains("https://c");
    }

    @Test
    void whoCameByRtmpsIsSentOnByRtmpsOnly() {
        NodeStatus plain = edge("b", Optional.of("rtmp://b"), "http://b", 0);
        NodeStatus encrypted = edge("c", Optional.of("rtmps://c"), "http://c", 0);
        assertThat(others(plain).rtmp(false)).contains("rtmp://b");
        assertThat(others(plain).rtmp(true)).isEmpty();
        assertThat(others(plain, encrypted).rtmp(true)).contains("rtmps://c");
    }

    @Test
    void whoHasNoRtmpAddressGetsNoPlayers() {
        assertThat(others(edge("b", "http://b", 0)).rtmp(false)).isEmpty();
    }

    @Test
    void aCrowdIsSpreadButNotOverTheMostLoaded() {
        OtherEdges others = others(edge("b", "http://b", 10), edge("c", "http://c", 20), edge("d", "http://d", 90));
        Set<String> chosen = new HashSet<>();
        for (int i = 0; i < 100; i++) {
            chosen.add(others.http(false).orElseThrow());
        }
        assertThat(chosen).containsExactlyInAnyOrder("http://b", "http://c");
    }
}
