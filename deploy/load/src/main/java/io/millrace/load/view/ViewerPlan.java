package io.millrace.load.view;

import java.net.URI;
import java.util.List;

/**
 * What viewers there are to be.
 *
 * @param urls dealt out to them in turn
 * @param perSecond how many connect in a second
 * @param stalled how many of them never read, in percent
 */
public record ViewerPlan(Protocol protocol, List<URI> urls, int count, int perSecond, int stalled) {
    private static final int ALL = 100;

    public ViewerPlan {
        urls = List.copyOf(urls);
        if (count < 1 || perSecond < 1) {
            throw new IllegalArgumentException("viewers: " + count + ", " + perSecond + " a second (expected: >= 1)");
        }
        if (stalled < 0 || stalled >= ALL) {
            throw new IllegalArgumentException("stalled: " + stalled + " % (expected: 0 .. 99)");
        }
    }

    /** Whether one of them never reads; they are spread evenly. */
    boolean isStalled(int number) {
        return (number + 1) * (long) stalled / ALL > number * (long) stalled / ALL;
    }

    /** How many of them read. */
    public int reading() {
        return count - (int) (count * (long) stalled / ALL);
    }
}
