package io.millrace.admission;

/**
 * How much was sent lately, and what that lets expect. Who has just come is hardly seen in what was measured, and a crowd
 * comes within moments: so those are expected to take as much as the others do.
 *
 * @param streams bytes a second to viewers of streams
 * @param objects bytes a second of all else
 * @param viewers how many there were on average meanwhile
 */
record SendingLoad(double streams, double objects, double viewers) {
    static final SendingLoad NONE = new SendingLoad(0, 0, 0);

    /** What a viewer takes, 2 Mbit/s, as long as nobody was there to tell. */
    private static final double UNKNOWN_BYTES_PER_SECOND = 250_000;

    double bytesPerSecond() {
        return streams + objects;
    }

    /** How many more viewers can be served; the first can if anything is left at all. */
    int room(long maxBytesPerSecond, int viewersNow) {
        double newcomers = Math.max(0, viewersNow - viewers);
        double left = maxBytesPerSecond - bytesPerSecond() - newcomers * perViewer();
        if (left <= 0) {
            return 0;
        }
        int room = (int) Math.min(Integer.MAX_VALUE, left / Math.max(1, perViewer()));
        return viewersNow == 0 ? Math.max(1, room) : room;
    }

    private double perViewer() {
        return viewers < 1 ? UNKNOWN_BYTES_PER_SECOND : streams / viewers;
    }
}
