package io.millrace.load.scenario;

import io.millrace.load.report.Metric;
import io.millrace.load.report.Report;
import io.millrace.load.report.Run;
import java.util.function.Supplier;

/**
 * Runs as they count: one in which other processes took much of the machine is told of, and taken again, a few times.
 *
 * @param maxOthersPercent of one processor
 */
record QuietRuns(Report report, int maxOthersPercent) {
    static final int ATTEMPTS = 4;

    /** One run that counts: the last attempt's if none was quiet. */
    Run take(Supplier<Run> attempt) {
        Run run = attempt.get();
        for (int made = 1; made < ATTEMPTS && isDisturbed(run); made++) {
            report.disregard(run);
            run = attempt.get();
        }
        return run;
    }

    /** The processor time of a server whose process is not known counts as that of others. */
    private boolean isDisturbed(Run run) {
        return run.figures().containsKey(Metric.CPU_PERCENT)
                && run.figures().getOrDefault(Metric.OTHERS_CPU_PERCENT, 0.0) > maxOthersPercent;
    }
}
