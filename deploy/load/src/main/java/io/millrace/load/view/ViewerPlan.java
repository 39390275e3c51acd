package io.millrace.load.view;

import java.net.URI;
import java.util.List;

/**
 * What viewers there are to be.
 *
 * @param urls dealt out to them in turn
 * @param perSecond how many connect in a second
 */
public record ViewerPlan(Protocol protocol, List<URI> urls, int count, int perSecond) {
    public ViewerPlan {
        urls = List.copyOf(urls);
        if (count < 1 || perSecond < 1) {
            throw new IllegalArgumentException("viewers: " + count + ", " + perSecond + " a second (expected: >= 1)");
        }
    }
}
