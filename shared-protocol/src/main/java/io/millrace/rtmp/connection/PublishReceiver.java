package io.millrace.rtmp.connection;

import io.millrace.media.MediaKind;
import io.netty.buffer.ByteBuf;

/** Takes in one published stream; called on the connection's event loop only. */
public interface PublishReceiver {
    /** The publish has been answered; comes first, once. */
    void onStarted(PublishedStream stream);

    /**
     * One audio, video or data message; an aggregate comes as its parts, an AMF3 data message as AMF0, and
     * {@code @setDataFrame} without that name.
     *
     * @param timestamp the 32-bit RTMP time stamp in milliseconds, unsigned
     * @param payload lent for the call; {@code retainedSlice} to keep it
     */
    void onMedia(MediaKind kind, int timestamp, ByteBuf payload);

    /** The connection has ended without an unpublish; {@link #onClosed} follows. */
    default void onConnectionLost() {}

    /** The stream is over, by unpublish, by the connection's end or by {@link PublishedStream#close}; comes last, once. */
    void onClosed();
}
