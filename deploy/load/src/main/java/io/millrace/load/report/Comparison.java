package io.millrace.load.report;

import java.util.Optional;
import java.util.function.DoubleBinaryOperator;

/** What sets a run's figure beside the same figure of a server that does the least there can be. */
enum Comparison {
    CPU(Baseline.FLOOR, Metric.CPU_SECONDS_PER_GB, "÷ floor", "ratioToFloor", 2, Comparison::ratio),
    LATENCY_P50(
            Baseline.FLOOR,
            Metric.LATENCY_P50_MILLIS,
            "p50 − floor ms",
            "latencyP50AboveFloorMillis",
            1,
            Comparison::difference),
    LATENCY_P99(
            Baseline.FLOOR,
            Metric.LATENCY_P99_MILLIS,
            "p99 − floor ms",
            "latencyP99AboveFloorMillis",
            1,
            Comparison::difference),
    STATIC_REQUESTS(
            Baseline.STATIC,
            Metric.REQUESTS_PER_SECOND,
            "requests/s ÷ static",
            "requestsToStatic",
            2,
            Comparison::ratio),
    STATIC_CPU_PER_REQUEST(
            Baseline.STATIC,
            Metric.CPU_MICROS_PER_REQUEST,
            "CPU/request ÷ static",
            "cpuPerRequestToStatic",
            2,
            Comparison::ratio),
    STATIC_CPU(Baseline.STATIC, Metric.CPU_SECONDS_PER_GB, "CPU/GB ÷ static", "cpuToStatic", 2, Comparison::ratio),
    EFFICIENCY(Baseline.ONE_LOOP, Metric.CPU_SECONDS_PER_GB, "efficiency", "efficiency", 2, (two, one) -> one / two),
    THROUGHPUT(
            Baseline.ONE_LOOP,
            Metric.CPU_SECONDS_PER_GB,
            "× throughput",
            "timesThroughput",
            2,
            (two, one) -> Baseline.LOOPS * one / two);

    private final Baseline baseline;
    private final Metric metric;
    private final String title;
    private final String key;
    private final int digits;
    private final DoubleBinaryOperator operator;

    Comparison(Baseline baseline, Metric metric, String title, String key, int digits, DoubleBinaryOperator operator) {
        this.baseline = baseline;
        this.metric = metric;
        this.title = title;
        this.key = key;
        this.digits = digits;
        this.operator = operator;
    }

    private static double ratio(double own, double least) {
        return own / least;
    }

    private static double difference(double own, double least) {
        return own - least;
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

    /** Nothing if there is no ratio to it. */
    Optional<Double> compare(double own, double least) {
        return Optional.of(operator.applyAsDouble(own, least)).filter(Double::isFinite);
    }
}
