package io.millrace.systemtest;

import io.millrace.systemtest.Browser.Player;
import io.millrace.systemtest.Browser.Stream;
import io.millrace.tls.TestingCertificate;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The players of the web and one node, which has a certificate. */
class BrowserTest extends BrowserSuite {
    @TempDir
    private static Path directory;

    private TestingNode node;

    @Override
    Target target() {
        if (node == null) {
            node = startWithCertificate();
        }
        return node.target();
    }

    private static TestingNode startWithCertificate() {
        Path tls = directory.resolve("tls");
        try {
            Files.createDirectory(tls);
            TestingCertificate.make("EC").write(tls);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return TestingNode.start(
                directory.resolve("data"),
                "-Dmillrace.tls.certificate=" + tls.resolve("tls.crt"),
                "-Dmillrace.tls.private-key=" + tls.resolve("tls.key"));
    }

    @AfterAll
    void stop() {
        if (node != null) {
            node.close();
        }
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void flvJsAndMpegtsJsPlayOverEveryScheme() {
        List<Stream> streams = new ArrayList<>();
        for (Player player : List.of(Player.FLV, Player.MPEGTS)) {
            for (String base : List.of(target().http(), node.address("https"))) {
                streams.add(new Stream(player, base + "/live/show.flv"));
                streams.add(new Stream(player, base.replaceFirst("^http", "ws") + "/live/show.flv"));
            }
        }
        assertPlay(streams);
    }
}
