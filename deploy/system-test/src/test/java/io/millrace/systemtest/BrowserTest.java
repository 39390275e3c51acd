package io.millrace.systemtest;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.io.TempDir;

/** The players of the web and one node. */
class BrowserTest extends BrowserSuite {
    @TempDir
    private static Path directory;

    private TestingNode node;

    @Override
    Target target() {
        if (node == null) {
            node = TestingNode.start(directory);
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
