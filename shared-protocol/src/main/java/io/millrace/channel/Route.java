package io.millrace.channel;

/**
 * Where a channel is live now. Of two routes the one with the higher epoch is right.
 *
 * @param ticket lets an edge in at the origin's relay listener; short-lived, so it is never kept with the route
 */
public record Route(long epoch, OriginNode origin, String ticket) {
    @Override
    public String toString() {
        return "Route[epoch=" + epoch + ", origin=" + origin + "]";
    }
}
