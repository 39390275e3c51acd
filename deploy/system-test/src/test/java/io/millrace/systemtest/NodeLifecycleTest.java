package io.millrace.systemtest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Starting and stopping a node, as a program or an operator does it. */
class NodeLifecycleTest {
    @TempDir
    private Path directory;

    @Test
    void aNodeSaysWhenItIsReadyAndWhere() throws Exception {
        try (TestingNode node = TestingNode.start(directory)) {
            assertThat(node.log().lines().filter(line -> line.startsWith("ready ")))
                    .singleElement()
                    .asString()
                    .contains(node.rtmp(), node.http(), node.api(), node.management());
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve("node.json"))))
                    .isEqualTo("rw-------");
            assertThat(node.accessKeyId()).isNotEmpty();
            assertThat(node.accessKeySecret()).isNotEmpty();
            assertThat(get(node.management() + "/ready").statusCode()).isEqualTo(200);
            assertThat(get(node.management() + "/alive").statusCode()).isEqualTo(200);
            assertThat(get(node.management() + "/metrics").body()).contains("jvm_memory_used_bytes", "netty_allocator");
        }
    }

    @Test
    void aSignalEndsItWithNothingLeftAndItsDataAreThereAgain() {
        try (TestingNode node = TestingNode.start(directory)) {
            String key = node.accessKeyId();

            assertThat(node.stop()).isZero();
            assertThat(directory.resolve("node.json")).doesNotExist();
            node.start();

            assertThat(node.accessKeyId()).isEqualTo(key);
        }
    }

    @Test
    void nothingOfALibraryWarnsAtStartOrStop() {
        try (TestingNode node = TestingNode.start(directory)) {
            node.stop();

            assertThat(node.log()).doesNotContainIgnoringCase("warn").doesNotContain("ERROR", "Exception");
        }
    }

    @Test
    void aSecondNodeOnTheSameDirectoryIsRefused() {
        try (TestingNode node = TestingNode.start(directory);
                Program second = launch(Map.of(), "--data", directory.toString())) {
            assertThat(second.awaitExit(Duration.ofMinutes(1))).isEqualTo(2);
            assertThat(second.output())
                    .hasLineCount(1)
                    .contains("millrace.data: " + directory + " is in use by another node");
            assertThat(node.isAlive()).isTrue();
        }
    }

    @Test
    void aWrongSettingStopsTheStartWithOneLine() {
        try (Program typo = launch(Map.of("MILLRACE_RTMP_PROT", "1"), "--data", directory.toString());
                Program range = launch(Map.of("MILLRACE_RTMP_PORT", "65536"), "--data", directory.toString())) {
            assertThat(typo.awaitExit(Duration.ofMinutes(1))).isEqualTo(2);
            assertThat(typo.output())
                    .isEqualTo("millrace: MILLRACE_RTMP_PROT: no such setting (did you mean MILLRACE_RTMP_PORT?)\n");
            assertThat(range.awaitExit(Duration.ofMinutes(1))).isEqualTo(2);
            assertThat(range.output()).isEqualTo("millrace: millrace.rtmp.port: 65536 (expected: 0 .. 65535)\n");
        }
    }

    @Test
    void aPortThatIsTakenStopsTheStartWithOneLine() {
        try (TestingNode node = TestingNode.start(directory.resolve("first"));
                Program second = launch(
                        Map.of(
                                "MILLRACE_RTMP_PORT", Integer.toString(node.rtmpPort()),
                                "MILLRACE_RELAY_PORT", "0",
                                "MILLRACE_HTTP_PORT", "0",
                                "MILLRACE_MANAGEMENT_PORT", "0",
                                "MILLRACE_REMOTING_PORT", "0"),
                        "--data",
                        directory.resolve("second").toString())) {
            assertThat(second.awaitExit(Duration.ofMinutes(1))).isEqualTo(1);
            assertThat(second.output().lines().filter(line -> line.startsWith("millrace: ")))
                    .singleElement()
                    .asString()
                    .contains("millrace.rtmp.port " + node.rtmpPort());
        }
    }

    private static Program launch(Map<String, String> environment, String... arguments) {
        return Program.start("launch", TestingNode.command(List.of(arguments)), environment);
    }

    private static HttpResponse<String> get(String url) throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.ofString());
    }
}
