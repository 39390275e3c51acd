package io.millrace.load.report;

import java.util.Optional;

/** What sets a run's figure beside the same figure of a server that does the least there can be. */
enum Comparison {
    CPU(Baseline.FLOOR, Metric.CPU_SECONDS_PER_GB, "÷ floor", "ratioToFloor", 2) {
        @Override
        Optional<Double> compare(double own, double least) {
            return least == 0 ? Optional.empty() : Optional.of(own / least);
        }
    },
    LATENCY_P50(Baseline.FLOOR, Metric.LATENCY_P50_MILLIS, "p50 − floor ms", "latencyP50AboveFloorMillis", 1) {
        @Override
        Optional<Double> compare(double own, double least) {
            return Optional.of(own - least);
        }
    },
    LATENCY_P99(Baseline.FLOOR, Metric.LATENCY_P99_MILLIS, "p99 − floor ms", "latencyP99AboveFloorMillis", 1) {
        @Override
        Optional<Double> compare(double own, double least) {
            return Optional.of(own - least);
        }
    };

    private final Baseline baseline;
    private final Metric metric;
    private final String title;
    private final String key;
    private final int digits;

    Comparison(Baseline baseline, Metric metric, String title, String key, int digits) {
        this.baseline = baseline;
        this.metric = metric;
        this.title = title;
        this.key = key;
        this.digits = digits;
    }

    Baseline baseline() {
        return baseline;
    }

    Metric metric() {
        return metric;
    }

    String title() {
        return title;
    }

    String key() {
        return key;
    }

    int digits() {
        return digits;
    }

    abstract Optional<Double> compare(double own, double least);
}
