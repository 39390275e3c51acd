package io.millrace.load.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.channel.ChannelId;
import io.millrace.cluster.NodeStatus;
import io.millrace.controlplane.nearest.EdgeRanking;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DirectoryTest {
    private final List<SimulatedEdge> edges = new ArrayList<>();

    private SimulatedEdge edge(int zone, int viewers) {
        SimulatedEdge edge = new SimulatedEdge(edges.size(), zone, 100, 1);
        edge.take(new Party(zone, 0, 0), viewers);
        edges.add(edge);
        return edge;
    }

    @Test
    void theEdgesOfAZoneGiveTheSameFirstAsAllEdges() {
        Random random = new Random(5);
        for (int i = 0; i < 30; i++) {
            edge(i % 3, random.nextInt(101));
        }
        Directory directory = new Directory(edges, 4, 2);
        directory.refresh(0);
        for (int zone = 0; zone < 4; zone++) {
            for (int i = 0; i < 50; i++) {
                assertThat(first(directory.candidates(zone), zone, i))
                        .isEqualTo(first(EdgeRanking.candidates(directory.all()), zone, i));
            }
        }
    }

    private static NodeStatus first(List<NodeStatus> candidates, int zone, int channel) {
        return new EdgeRanking(0.25)
                .rank(candidates, new ChannelId("live", "cam" + channel), SimulatedEdge.zoneName(zone), Set.of())
                .get(0)
                .node();
    }

    @Test
    void whatIsKnownIsAsOldAsTheLastAnnouncement() {
        SimulatedEdge edge = edge(0, 10);
        Directory directory = new Directory(edges, 1, 2);
        edge.take(new Party(0, 0, 0), 5);
        directory.refresh(1);
        assertThat(directory.all().get(0).load().viewers()).isEqualTo(10);
        directory.refresh(2);
        assertThat(directory.all().get(0).load().viewers()).isEqualTo(15);
        edge.beginDraining();
        directory.refresh(3);
        assertThat(directory.candidates(0)).isEmpty();
    }

    @Test
    void aDeadEdgeIsMissedSomeSecondsLaterAndAStoppedOneAtOnce() {
        SimulatedEdge dead = edge(0, 10);
        SimulatedEdge stopped = edge(0, 10);
        Directory directory = new Directory(edges, 1, 2);
        dead.die(0, new Random(1));
        stopped.stop();
        directory.refresh(Timing.UNREACHABLE - 1);
        assertThat(directory.all()).singleElement().satisfies(node -> assertThat(directory.edge(node))
                .isSameAs(dead));
        directory.refresh(Timing.UNREACHABLE);
        assertThat(directory.all()).isEmpty();
    }
}
