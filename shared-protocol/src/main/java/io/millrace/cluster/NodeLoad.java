package io.millrace.cluster;

/**
 * How much a node has to do, and how much it may take on; zeroes for what it does not do at all.
 *
 * @param viewers of live streams now
 * @param publishers of live streams now
 */
public record NodeLoad(int viewers, int maxViewers, int publishers, int maxPublishers) {
    public static final NodeLoad NONE = new NodeLoad(0, 0, 0, 0);

    /** The viewers as a share of what is possible, 0 to 1; 1 if none is. */
    public double viewerShare() {
        return share(viewers, maxViewers);
    }

    /** The publishers as a share of what is possible, 0 to 1; 1 if none is. */
    public double publisherShare() {
        return share(publishers, maxPublishers);
    }

    private static double share(int now, int max) {
        return now >= max ? 1 : Math.max(0, now) / (double) max;
    }
}
