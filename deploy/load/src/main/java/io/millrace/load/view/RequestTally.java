package io.millrace.load.view;

import org.HdrHistogram.Histogram;

/** What requesters have counted; used on their event loop only. */
final class RequestTally {
    private final Histogram micros = new Histogram(600_000_000L, 3);
    private long answers;
    private long bytes;
    private long failures;

    void beginWindow() {
        micros.reset();
        answers = 0;
        bytes = 0;
        failures = 0;
    }

    void read(int count) {
        bytes += count;
    }

    void answered(long nanos) {
        answers++;
        Tally.record(micros, nanos / 1000);
    }

    void failed() {
        failures++;
    }

    RequestFigures figures(double seconds) {
        return new RequestFigures(
                seconds, answers, bytes, failures, micros.getValueAtPercentile(50), micros.getValueAtPercentile(99));
    }
}
