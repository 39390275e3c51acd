package io.millrace.systemtest;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.extension.ExtendWith;

/** Clients see no difference between one node and a cluster, whichever of its nodes they speak to. */
@ExtendWith(SharedCluster.class)
@Order(SharedCluster.FIRST)
class ClusterClientsTest {
    private static TestingCluster cluster;

    @BeforeAll
    static void start(TestingCluster shared) {
        cluster = shared;
    }

    @Nested
    class OssSdk extends OssSdkSuite {
        @Override
        Target target() {
            return cluster.target("control-plane2", "origin1", "edge1");
        }
    }

    @Nested
    class Playback extends PlaybackSuite {
        @Override
        Target target() {
            return cluster.target("control-plane1", "origin1", "edge2");
        }
    }

    @Nested
    class Browsers extends BrowserSuite {
        @Override
        Target target() {
            return cluster.target("control-plane3", "origin2", "edge1");
        }
    }
}
