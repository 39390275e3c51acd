package io.millrace.controlplane.nearest;

import com.typesafe.config.ConfigFactory;
import io.millrace.cluster.NodeLoad;
import io.millrace.cluster.NodeStatus;
import io.millrace.config.Settings;
import java.util.Optional;
import java.util.Set;

/** Statuses of edges, and settings, for tests. */
final class TestingEdges {
    private TestingEdges() {}

    static NodeStatus edge(String name, String zone, int viewers) {
        return edge(name, zone, viewers, false);
    }

    /** One that takes 100 viewers. */
    static NodeStatus edge(String name, String zone, int viewers, boolean draining) {
        return new NodeStatus(
                address(name) + "#7",
                Set.of(NodeStatus.EDGE),
                zone,
                Optional.empty(),
                Optional.empty(),
                Optional.of("rtmp://" + name),
                Optional.of("http://" + name + ":8080"),
                new NodeLoad(viewers, 100, 0, 0),
                draining);
    }

    static String address(String name) {
        return "akka://millrace@" + name + ":25520";
    }

    static NearestSettings settings(String overrides) {
        return NearestSettings.from(Settings.of(
                ConfigFactory.parseString("millrace.nearest { " + overrides + " }")
                        .withFallback(ConfigFactory.load()),
                "millrace.nearest"));
    }
}
