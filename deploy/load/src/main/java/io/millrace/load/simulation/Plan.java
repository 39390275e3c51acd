package io.millrace.load.simulation;

/**
 * The cluster and the audience that are simulated. Zones and channels are of unequal size: the n-th zone has a share of all
 * viewers by 1/√n, the n-th channel by 1/n^1.2, which brings a fifth of a million viewers to the first of ten thousand.
 *
 * @param edgeViewers how many viewers an edge takes, {@code millrace.edge.max-viewers}
 * @param spareEdges how many edges each zone has besides those that its own viewers fill
 * @param gbits what a node can send, in Gbit/s
 * @param mbits what a stream takes, in Mbit/s
 * @param seed of all that is random; the same gives the same figures
 */
public record Plan(
        int zones,
        int audience,
        int channels,
        int edgeViewers,
        int spareEdges,
        int origins,
        double gbits,
        double mbits,
        long seed) {
    private static final double ZONE_EXPONENT = 0.5;
    private static final double CHANNEL_EXPONENT = 1.2;

    /** As a node does: a network that is full to the brim loses packets. */
    private static final double NETWORK_SHARE = 0.9;

    private static final int MEGABITS_PER_GIGABIT = 1000;

    /** Counts are kept for each channel on each edge. */
    private static final long MAX_COUNTS = 50_000_000;

    /** @throws IllegalArgumentException if a number is out of its range, or the whole is too large to be simulated */
    public Plan {
        check("zones", zones, 1, 1000);
        check("audience", audience, 1, 100_000_000);
        check("channels", channels, 1, 1_000_000);
        check("edge-viewers", edgeViewers, 1, 1_000_000);
        check("spare-edges", spareEdges, 0, 1000);
        check("origins", origins, 2, 10_000);
        check("gbits", gbits, 0.1, 1000);
        check("mbits", mbits, 0.01, 100);
        long edges = (long) audience / capacity(edgeViewers, gbits, mbits) + (long) zones * (spareEdges + 1);
        if (edges * channels > MAX_COUNTS) {
            throw new IllegalArgumentException("edges x channels: " + edges * channels + " (expected: <= " + MAX_COUNTS
                    + "; larger edges, fewer channels or fewer zones)");
        }
    }

    private static void check(String name, double value, double min, double max) {
        if (!(min <= value && value <= max)) {
            throw new IllegalArgumentException(
                    name + ": " + number(value) + " (expected: " + number(min) + " .. " + number(max) + ")");
        }
    }

    private static String number(double value) {
        return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
    }

    /** How many viewers an edge announces that it takes: by their number, or by what its network carries. */
    int capacity() {
        return capacity(edgeViewers, gbits, mbits);
    }

    private static int capacity(int viewers, double gbits, double mbits) {
        return (int) Math.max(1, Math.min(viewers, gbits * MEGABITS_PER_GIGABIT * NETWORK_SHARE / mbits));
    }

    Popularity zonePopularity() {
        return new Popularity(zones, ZONE_EXPONENT);
    }

    Popularity channelPopularity() {
        return new Popularity(channels, CHANNEL_EXPONENT);
    }

    /** How many edges a zone has that so large a share of the audience is in. */
    int edges(double share) {
        return (int) Math.ceil(share * audience / capacity()) + spareEdges;
    }

    Plan withSpareEdges(int edges) {
        return new Plan(zones, audience, channels, edgeViewers, edges, origins, gbits, mbits, seed);
    }

    double gbits(double streams) {
        return streams * mbits / MEGABITS_PER_GIGABIT;
    }
}
