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
import java.util.function.Consumer;
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

    @Test
    void aFloorThatWritesAsOftenIsWhatANodeIsComparedWith() {
        String table = report(report -> {
            report.add(new Run(set("floor", "flush 10 ms"), Map.of(Metric.CPU_SECONDS_PER_GB, 1.0)));
            report.add(new Run(set("floor", "flush 350 ms"), Map.of(Metric.CPU_SECONDS_PER_GB, 0.25)));
            report.add(new Run(set("millrace", "flush 350 ms"), Map.of(Metric.CPU_SECONDS_PER_GB, 0.5)));
        });

        assertThat(table)
                .contains("| server   | setting      | protocol |")
                .contains("| millrace | flush 350 ms | flv      | 1       | 100     | 2.00 ");
    }

    @Test
    void aFloorThatCannotBeSetIsWhatEveryNodeIsComparedWith() {
        String table = report(report -> {
            report.add(new Run(subject("floor"), Map.of(Metric.CPU_SECONDS_PER_GB, 0.25)));
            report.add(new Run(set("millrace", "flush 10 ms"), Map.of(Metric.CPU_SECONDS_PER_GB, 1.0)));
        });

        assertThat(table).contains("| millrace | flush 10 ms | flv      | 1       | 100     | 4.00 ");
    }

    @Test
    void latencyIsToldAboveTheFloors() {
        String table = report(report -> {
            report.add(new Run(
                    subject("floor"), Map.of(Metric.LATENCY_P50_MILLIS, 170.0, Metric.LATENCY_P99_MILLIS, 345.0)));
            report.add(new Run(
                    subject("millrace"), Map.of(Metric.LATENCY_P50_MILLIS, 175.5, Metric.LATENCY_P99_MILLIS, 340.0)));
        });

        assertThat(table)
                .contains("| p50 − floor ms | p99 − floor ms | latency p50 ms | p99   |")
                .contains("| 5.5            | -5.0           | 175.5          | 340.0 |");
    }

    @Test
    void eachKindOfFileIsComparedWithTheStaticOne() {
        String table = report(report -> {
            report.add(new Run(file("millrace", "playlist"), Map.of(Metric.REQUESTS_PER_SECOND, 40_000.0)));
            report.add(new Run(file("millrace", "segments"), Map.of(Metric.CPU_SECONDS_PER_GB, 0.06)));
            report.add(new Run(file("static", "playlist"), Map.of(Metric.REQUESTS_PER_SECOND, 100_000.0)));
            report.add(new Run(file("static", "segments"), Map.of(Metric.CPU_SECONDS_PER_GB, 0.05)));
        });

        assertThat(table)
                .contains("| requests/s ÷ static | CPU/GB ÷ static |")
                .contains("| playlist | 1       | 50      | 0.40                |                 |")
                .contains("| segments | 1       | 50      |                     | 1.20            |");
    }

    @Test
    void twoEventLoopsAreComparedWithOneOfHalfTheViewers() {
        String table = report(report -> {
            report.add(new Run(loops(1, 100), Map.of(Metric.CPU_SECONDS_PER_GB, 0.45)));
            report.add(new Run(loops(2, 200), Map.of(Metric.CPU_SECONDS_PER_GB, 0.5)));
        });

        assertThat(table)
                .contains("| efficiency | × throughput |")
                .contains("| 1 event loop  | flv      | 1       | 100     |            |              |")
                .contains("| 2 event loops | flv      | 1       | 200     | 0.90       | 1.80         |");
    }

    private static Subject loops(int count, int viewers) {
        return new Subject("fanout", "millrace", Subject.eventLoops(count), "flv", 1, viewers);
    }

    private static Subject file(String server, String kind) {
        return new Subject("fanout", server, "asked by wrk", kind, 1, 50);
    }

    private String fill() {
        return report(report -> {
            report.add(new Run(subject("floor"), Map.of(Metric.CPU_SECONDS_PER_GB, 0.25)));
            report.add(new Run(subject("millrace"), Map.of(Metric.CPU_SECONDS_PER_GB, 0.7, Metric.STALLS, 2.0)));
            report.add(new Run(subject("millrace"), Map.of(Metric.CPU_SECONDS_PER_GB, 0.3, Metric.STALLS, 0.0)));
        });
    }

    private String report(Consumer<Report> runs) {
        try (JsonLines json = new JsonLines(directory.resolve("bench.json"))) {
            Report report = new Report(json, new PrintStream(new ByteArrayOutputStream()));
            runs.accept(report);
            return report.finish("fanout", "");
        }
    }

    private static Subject set(String server, String setting) {
        return new Subject("fanout", server, setting, "flv", 1, 100);
    }

    private static Subject subject(String server) {
        return new Subject("fanout", server, "flv", 1, 100);
    }
}
