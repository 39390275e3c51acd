package io.millrace.load.view;

/**
 * What requests have met in a window.
 *
 * @param answers whole ones
 * @param bytes received, with the heads
 * @param failures connections that ended, or answers other than 200
 * @param p50Micros from a request to the end of its answer
 * @param p99Micros the same
 */
public record RequestFigures(
        double seconds, long answers, long bytes, long failures, double p50Micros, double p99Micros) {}
