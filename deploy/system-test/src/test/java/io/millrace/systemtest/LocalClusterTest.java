package io.millrace.systemtest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command that runs a whole cluster, here a small one. */
class LocalClusterTest {
    private static final String COMMAND =
            Path.of("..", "cluster").toAbsolutePath().normalize().toString();
    private static final Map<String, String> ENVIRONMENT =
            Map.of("JAVA_HOME", System.getProperty("java.home"), "MILLRACE_JAVA_OPTS", QuickStart.options());
    private static final Duration LIMIT = Duration.ofMinutes(3);

    @TempDir
    private Path directory;

    @Test
    void aStreamPlaysAKilledNodeComesBackAndASignalLeavesNothingBehind() throws IOException {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        String network = "127." + random.nextInt(1, 255) + "." + random.nextInt(1, 255);
        try (Program cluster = start(network)) {
            String publishUrl = "rtmp://" + network + ".21/live/demo";
            try (Program publisher = Ffmpeg.publish(Ffmpeg.Coding.H264, publishUrl, Duration.ofHours(1))) {
                String playUrl = "http://" + network + ".31:8080/live/demo.flv";
                Await.until(
                        playUrl,
                        LIMIT,
                        () -> Hls.get(playUrl.replace(".flv", ".m3u8")).statusCode() == 200);
                assertThat(Ffmpeg.streams(playUrl)).hasSize(2);
                assertThat(publisher.isAlive()).isTrue();
            }
            assertThat(Files.readString(directory.resolve("cluster.json"))).contains("\"origin1\"", "accessKeySecret");

            String killed = Files.readString(directory.resolve("origin1.pid"));
            Program.run(
                    "kill", List.of(COMMAND, "--data", directory.toString(), "--kill", "origin1"), ENVIRONMENT, LIMIT);
            Await.until(
                    "origin1 is ready again",
                    LIMIT,
                    () -> cluster.output().contains("origin1 has ended")
                            && Files.exists(directory.resolve("origin1/node.json")));
            assertThat(Files.readString(directory.resolve("origin1.pid"))).isNotEqualTo(killed);

            cluster.terminate();
            assertThat(cluster.awaitExit(LIMIT)).as(cluster.output()).isZero();
            assertThat(Program.commandLinesWith(directory.toString())).isEmpty();
        }
    }

    private Program start(String network) {
        Program cluster = Program.start(
                "cluster",
                List.of(
                        COMMAND,
                        "--data=" + directory,
                        "--network=" + network,
                        "--control-planes=1",
                        "--origins=1",
                        "--edges=1"),
                ENVIRONMENT);
        Await.until("ready", LIMIT, () -> {
            assertThat(cluster.isAlive()).as(cluster.output()).isTrue();
            return cluster.output().contains("OSS API:");
        });
        return cluster;
    }
}
