package io.millrace.systemtest;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.io.TempDir;

/** The outputs of one node. */
class PlaybackTest extends PlaybackSuite {
    @TempDir
    private static Path data;

    private TestingNode node;

    @Override
    Target target() {
        if (node == null) {
            node = TestingNode.start(data);
        }
        return node.target();
    }

    @AfterAll
    void stop() {
        if (node != null) {
            node.close();
        }
    }
}
