package io.millrace.systemtest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command that measures: whether it does, not what. */
@Alone
class BenchCommandTest {
    private static final String COMMAND =
            Path.of("..", "bench").toAbsolutePath().normalize().toString();
    private static final Duration LIMIT = Duration.ofMinutes(5);

    @TempDir
    private Path directory;

    @Test
    void fiveViewersOfOneStreamAreMeasured() throws IOException {
        Path json = directory.resolve("bench.json");

        String output = run(
                "--scenario",
                "fanout",
                "--viewers",
                "5",
                "--seconds",
                "2",
                "--warm-up",
                "1",
                "--runs",
                "1",
                "--json",
                json);

        assertThat(output).contains("### fanout", "| millrace | flv ");
        List<JsonNode> lines = read(json);
        assertThat(lines).extracting(line -> line.get("kind").asText()).containsExactly("run", "median");
        JsonNode run = lines.get(0);
        assertThat(run.get("viewers").asInt()).isEqualTo(5);
        assertThat(run.get("kbitsPerViewer").asDouble()).isBetween(500.0, 8000.0);
        assertThat(run.get("cpuSecondsPerGb").asDouble()).isPositive();
        assertThat(run.get("residentMib").asDouble()).isPositive();
        assertThat(run.get("allocatedPerFrame").asDouble()).isPositive();
        assertThat(run.get("firstKeyP50Millis").asDouble()).isPositive();
        assertThat(run.get("latencyP50Millis").asDouble()).isPositive();
        assertThat(run.get("closed").asInt()).isZero();
        assertThat(run.get("broken").asInt()).isZero();
        assertThat(Program.commandLinesWith("millrace-bench-")).isEmpty();
    }

    @Test
    void anAudienceOfAClusterIsSimulated() {
        String output =
                run("--simulate", "--zones", "3", "--audience", "3000", "--channels", "50", "--edge-viewers", 300);

        assertThat(output)
                .contains("### placement", "### fail-over", "| an edge dies ")
                .containsPattern("all have come +\\| \\d+ +\\| 3,000 ");
    }

    @Test
    void aScenarioThatThereIsNotIsRefused() {
        try (Program bench = Program.start(
                "bench",
                List.of(COMMAND, "--scenario", "fan-out"),
                Map.of("JAVA_HOME", System.getProperty("java.home")))) {
            assertThat(bench.awaitExit(LIMIT)).isNotZero();
            assertThat(bench.output()).contains("fan-out (expected: fanout");
        }
    }

    @Test
    void whatIsMissingForAComparisonIsSaidBeforeAnythingIsMeasured() {
        try (Program bench = Program.start(
                "bench",
                List.of(COMMAND, "--scenario", "hls", "--wrk", "/nowhere/wrk"),
                Map.of("JAVA_HOME", System.getProperty("java.home")))) {
            assertThat(bench.awaitExit(LIMIT)).isNotZero();
            assertThat(bench.output()).contains("--wrk: /nowhere/wrk");
        }
    }

    private static String run(Object... arguments) {
        List<String> command = new ArrayList<>(List.of(COMMAND));
        for (Object argument : arguments) {
            command.add(argument.toString());
        }
        return Program.run("bench", command, Map.of("JAVA_HOME", System.getProperty("java.home")), LIMIT);
    }

    private static List<JsonNode> read(Path json) throws IOException {
        List<JsonNode> lines = new ArrayList<>();
        for (String line : Files.readAllLines(json)) {
            lines.add(new ObjectMapper().readTree(line));
        }
        return lines;
    }
}
