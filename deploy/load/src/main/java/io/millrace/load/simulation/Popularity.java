package io.millrace.load.simulation;

import java.util.Arrays;
import java.util.Random;

/** Shares that fall with a power of the rank (Zipf's law). */
final class Popularity {
    private final double[] upTo;

    Popularity(int count, double exponent) {
        upTo = new double[count];
        double sum = 0;
        for (int i = 0; i < count; i++) {
            sum += Math.pow(i + 1, -exponent);
            upTo[i] = sum;
        }
        for (int i = 0; i < count; i++) {
            upTo[i] /= sum;
        }
    }

    /** Of the whole, 0 to 1. */
    double share(int index) {
        return index == 0 ? upTo[0] : upTo[index] - upTo[index - 1];
    }

    /** One of them, the likelier the larger its share. */
    int draw(Random random) {
        int found = Arrays.binarySearch(upTo, random.nextDouble());
        return Math.min(upTo.length - 1, found < 0 ? -found - 1 : found + 1);
    }
}
