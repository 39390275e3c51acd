package io.millrace.load.simulation;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

/** Publishers on their way to an origin, after each of whom the relays of its channel go. */
final class Publishers {
    private static final int COMING = 60;

    private final SimulatedCluster cluster;
    private final Random random;
    private final int announcing;
    private final Map<Integer, List<Integer>> due = new HashMap<>();
    private int moved;
    private long viewersBehind;
    private int longestGap;
    private int mostRelaysAtOnce;

    Publishers(SimulatedCluster cluster, Timing timing, Random random) {
        this.cluster = cluster;
        this.random = random;
        this.announcing = timing.announcing();
    }

    /** All come for the first time, within a minute. */
    void come() {
        int channels = cluster.channels().size();
        IntStream.range(0, channels).forEach(channel -> expect(channel * COMING / channels, channel));
        IntStream.range(0, COMING).forEach(this::step);
        moved = 0;
        longestGap = 0;
        mostRelaysAtOnce = 0;
    }

    /** An origin dies at second 0: no other takes its publishers before it is counted out. */
    void lose(int origin) {
        for (int channel : cluster.origins().die(origin)) {
            viewersBehind += cluster.viewers(channel);
            expect(Timing.COUNTED_OUT + random.nextInt(Timing.RETURNING), channel);
        }
    }

    private void expect(int second, int channel) {
        due.computeIfAbsent(second, key -> new ArrayList<>()).add(channel);
    }

    void step(int second) {
        SimulatedOrigins origins = cluster.origins();
        if (second % announcing == 0) {
            origins.announce();
        }
        int[] relays = new int[origins.count()];
        for (int channel : due.getOrDefault(second, List.of())) {
            int origin = origins.connect(channel, random);
            if (origin == SimulatedOrigins.NOWHERE) {
                expect(second + Timing.RETRYING, channel);
            } else {
                moved++;
                longestGap = second;
                relays[origin] += (int) cluster.edges().stream()
                        .filter(edge -> edge.viewers(channel) > 0)
                        .count();
            }
        }
        due.remove(second);
        mostRelaysAtOnce = Math.max(mostRelaysAtOnce, IntStream.of(relays).max().orElse(0));
    }

    boolean isQuiet() {
        return due.isEmpty();
    }

    /** The viewers whose channel has been gone for longer than they stay connected without it. */
    long viewersLost(int second, int grace) {
        return second <= grace
                ? 0
                : due.values().stream()
                        .flatMap(List::stream)
                        .mapToLong(cluster::viewers)
                        .sum();
    }

    /** How many found another origin. */
    int moved() {
        return moved;
    }

    /** The viewers of their channels. */
    long viewersBehind() {
        return viewersBehind;
    }

    /** In seconds. */
    int longestGap() {
        return longestGap;
    }

    /** In a second, at one origin, if edges pull from origins. */
    int mostRelaysAtOnce() {
        return mostRelaysAtOnce;
    }

    /** The origin with the most viewers behind it. */
    static int busiest(SimulatedCluster cluster) {
        long[] viewers = new long[cluster.origins().count()];
        for (int channel = 0; channel < cluster.channels().size(); channel++) {
            int origin = cluster.origins().originOf(channel);
            if (origin != SimulatedOrigins.NOWHERE) {
                viewers[origin] += cluster.viewers(channel);
            }
        }
        return IntStream.range(0, viewers.length)
                .boxed()
                .max(Comparator.comparingLong(origin -> viewers[origin]))
                .orElseThrow();
    }
}
