package io.millrace.systemtest;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** The OSS SDK and one node. */
class OssSdkTest extends OssSdkSuite {
    @TempDir
    private static Path directory;

    private static TestingNode node;

    @BeforeAll
    static void start() {
        node = TestingNode.start(directory);
    }

    @AfterAll
    static void stop() {
        if (node != null) {
            node.close();
        }
    }

    @Override
    Target target() {
        return node.target();
    }
}
