package io.millrace.load.scenario;

import java.util.List;
import java.util.Optional;

/** How a figure of each minute goes on with time. */
final class Trend {
    /** In them a server still grows to what the load needs. */
    private static final int LEFT_OUT = 2;

    private static final int FEWEST = 2;

    private Trend() {}

    /** What it grows by in a minute, by least squares over all minutes but the first ones; nothing if they are too few. */
    static Optional<Double> slope(List<Double> minutes) {
        int count = minutes.size() - LEFT_OUT;
        if (count < FEWEST) {
            return Optional.empty();
        }
        double meanTime = (count - 1) / 2.0;
        double mean = minutes.stream()
                .skip(LEFT_OUT)
                .mapToDouble(Double::doubleValue)
                .average()
                .orElseThrow();
        double products = 0;
        double squares = 0;
        for (int i = 0; i < count; i++) {
            products += (i - meanTime) * (minutes.get(LEFT_OUT + i) - mean);
            squares += (i - meanTime) * (i - meanTime);
        }
        return Optional.of(products / squares);
    }
}
