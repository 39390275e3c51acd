package io.millrace.load.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.load.report.JsonLines;
import io.millrace.load.report.Metric;
import io.millrace.load.report.Report;
import io.millrace.load.report.Run;
import io.millrace.load.report.Subject;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QuietRunsTest {
    private static final Subject SUBJECT = new Subject("fanout", "millrace", "", "flv", 1, 100);

    @TempDir
    private Path directory;

    private final ByteArrayOutputStream progress = new ByteArrayOutputStream();

    @Test
    void aDisturbedRunIsTakenAgain() {
        assertThat(table(run(1, 40), run(2, 30), run(3, 5)))
                .contains("| 3.000 ")
                .doesNotContain("| 1.000 ")
                .doesNotContain("| 2.000 ");
        assertThat(progress.toString(StandardCharsets.UTF_8))
                .containsSubsequence("disturbed by others: cpuSecondsPerGb=1.000", "disturbed by others", "run 1:");
    }

    @Test
    void theLastAttemptCountsIfNoneIsQuiet() {
        assertThat(table(run(1, 40), run(2, 40), run(3, 40), run(4, 40))).contains("| 4.000 ");
    }

    /** A node that was there before may be all that the others are. */
    @Test
    void othersAreNotHeldAgainstAServerWhoseOwnShareIsUnknown() {
        Run run = new Run(SUBJECT, Map.of(Metric.CPU_SECONDS_PER_GB, 1.0, Metric.OTHERS_CPU_PERCENT, 40.0));
        assertThat(table(run)).contains("| 1.000 ");
    }

    private static Run run(double cost, double others) {
        return new Run(
                SUBJECT,
                Map.of(Metric.CPU_SECONDS_PER_GB, cost, Metric.CPU_PERCENT, 10.0, Metric.OTHERS_CPU_PERCENT, others));
    }

    private String table(Run... attempts) {
        Queue<Run> left = new ArrayDeque<>(List.of(attempts));
        try (JsonLines json = new JsonLines(directory.resolve("bench.json"))) {
            Report report = new Report(json, new PrintStream(progress, true, StandardCharsets.UTF_8));
            report.add(new QuietRuns(report, 5).take(left::remove));
            assertThat(left).isEmpty();
            return report.finish("fanout", "");
        }
    }
}
