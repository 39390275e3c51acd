package io.millrace.load.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportTest {
    @TempDir
    private Path directory;

    @Test
    void theTableHasMediansAndTheirRatiosToTheFloor() {
        String table = fill();

        assertThat(table)
                .contains("| server   | protocol | streams | viewers | ÷ floor | CPU s/GB | stalls |")
                .contains("| floor    | flv      | 1       | 100     | 1.00    | 0.250    |        |")
                .contains("| millrace | flv      | 1       | 100     | 2.00    | 0.500    | 1      |");
    }

    @Test
    void eachRunAndEachMedianIsALineOfJson() throws IOException {
        fill();

        JsonNode[] lines = new JsonNode[5];
        int count = 0;
        for (String line : Files.readAllLines(directory.resolve("bench.json"))) {
            lines[count++] = new ObjectMapper().readTree(line);
        }
        assertThat(count).isEqualTo(5);
        assertThat(lines[0].get("kind").asText()).isEqualTo("run");
        assertThat(lines[4].get("kind").asText()).isEqualTo("median");
        assertThat(lines[4].get("cpuSecondsPerGb").asDouble()).isEqualTo(0.5);
        assertThat(lines[4].get("ratioToFloor").asDouble()).isEqualTo(2);
        assertThat(lines[4].get("viewers").asInt()).isEqualTo(100);
    }

    private String fill() {
        try (JsonLines json = new JsonLines(directory.resolve("bench.json"))) {
            Report report = new Report(json, new PrintStream(new ByteArrayOutputStream()));
            report.add(new Run(subject("floor"), Map.of(Metric.CPU_SECONDS_PER_GB, 0.25)));
            report.add(new Run(subject("millrace"), Map.of(Metric.CPU_SECONDS_PER_GB, 0.7, Metric.STALLS, 2.0)));
            report.add(new Run(subject("millrace"), Map.of(Metric.CPU_SECONDS_PER_GB, 0.3, Metric.STALLS, 0.0)));
            return report.finish("fanout");
        }
    }

    private static Subject subject(String server) {
        return new Subject("fanout", server, "flv", 1, 100);
    }
}
