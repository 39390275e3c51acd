package io.millrace.systemtest;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.io.TempDir;

/** Clients see no difference between one node and a cluster, whichever of its nodes they speak to. */
class ClusterClientsTest {
    @TempDir
    private static Path directory;

    private static TestingCluster cluster;

    @BeforeAll
    static void start() {
        cluster = TestingCluster.start(directory);
    }

    @AfterAll
    static void stop() {
        if (cluster != null) {
            cluster.close();
        }
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
