package io.millrace.load.simulation;

import java.util.stream.DoubleStream;

/** Values in their order. */
record Distribution(double[] sorted) {

    static Distribution of(DoubleStream values) {
        return new Distribution(values.sorted().toArray());
    }

    /** @param share of the values that are no larger, 0 to 1 */
    double at(double share) {
        return sorted.length == 0 ? 0 : sorted[(int) Math.round(share * (sorted.length - 1))];
    }

    double min() {
        return at(0);
    }

    double median() {
        return at(0.5);
    }

    double p99() {
        return at(0.99);
    }

    double max() {
        return at(1);
    }

    double sum() {
        return DoubleStream.of(sorted).sum();
    }

    double mean() {
        return sorted.length == 0 ? 0 : sum() / sorted.length;
    }
}
