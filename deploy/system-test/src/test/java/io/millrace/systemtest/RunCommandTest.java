package io.millrace.systemtest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command of the README. */
class RunCommandTest {
    private static final String COMMAND =
            Path.of("..", "run").toAbsolutePath().normalize().toString();
    private static final Duration START_LIMIT = Duration.ofMinutes(2);
    private static final Duration STOP_LIMIT = Duration.ofMinutes(1);

    @TempDir
    private Path directory;

    @Test
    void itPrintsHowToPublishAndPlayAndASignalLeavesNothingBehind() throws IOException {
        try (Program run = start("--data", directory.toString(), "--", "-Xmx200m")) {
            assertThat(run.output()).contains("Publish with OBS", "/live/demo.m3u8", directory + "/node.json");
            assertThat(Program.commandLinesWith(directory.toString())).isNotEmpty();
            assertThat(Files.readString(Path.of("/proc", Long.toString(run.pid()), "cmdline")))
                    .contains("-Xmx200m");

            run.terminate();
            run.awaitExit(STOP_LIMIT);
            assertThat(Program.commandLinesWith(directory.toString())).isEmpty();
        }
    }

    @Test
    void theDemoPublishesAPictureWithSound() throws IOException {
        try (Program run = start("--demo", "--data", directory.toString())) {
            TestingNode.Addresses addresses = TestingNode.Addresses.read(directory);
            String url = addresses.http() + "/live/demo.flv";
            Await.until(url, START_LIMIT, () -> Ffmpeg.streams(url).size() == 2);

            run.terminate();
            run.awaitExit(STOP_LIMIT);
            assertThat(Program.commandLinesWith(directory.toString())).isEmpty();
            assertThat(Program.commandLinesWith(addresses.rtmp())).isEmpty();
        }
    }

    private static Program start(String... arguments) {
        Map<String, String> environment = new HashMap<>(TestingNode.environment());
        Program run = Program.start(
                "run", Stream.concat(Stream.of(COMMAND), Stream.of(arguments)).toList(), environment);
        Await.until("ready", START_LIMIT, () -> {
            assertThat(run.isAlive()).as(run.output()).isTrue();
            return run.output().contains("OSS API:");
        });
        return run;
    }
}
