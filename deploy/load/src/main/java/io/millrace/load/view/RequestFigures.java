package io.millrace.load.view;

import org.HdrHistogram.Histogram;

/**
 * What requests have met in a window.
 *
 * @param answers whole ones
 * @param bytes received, with the heads
 * @param failures connections that ended, or answers other than 200
 * @param micros from a request to the end of its answer
 */
public record RequestFigures(double seconds, long answers, long bytes, long failures, Histogram micros) {}
