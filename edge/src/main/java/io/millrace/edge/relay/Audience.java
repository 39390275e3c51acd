package io.millrace.edge.relay;

import io.millrace.edge.feed.StreamFormat;
import io.millrace.stream.Cursor;

/** One viewer as its channel sees it. Called on the channel's event loop, which it must not block. */
public interface Audience {
    StreamFormat format();

    /** Whether the viewer starts at the next random access point to come, rather than at the newest there is. */
    boolean fromNextRandomAccessPoint();

    /** Whether the viewer waits for a channel that does not exist, as a publish would create it. */
    boolean waitsForUnknownChannel();

    /** The stream is there; comes once. The viewer takes the cursor over. */
    void onCursor(Cursor cursor);

    /** The stream has not come within the time that a viewer waits; the viewer has left already. */
    void onAbsent(Absence reason);
}
