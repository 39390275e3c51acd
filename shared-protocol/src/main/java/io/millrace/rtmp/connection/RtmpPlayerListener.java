package io.millrace.rtmp.connection;

import io.millrace.media.MediaKind;
import io.netty.buffer.ByteBuf;
import java.util.Optional;

/** Takes what an {@link RtmpPlayer} receives; called on its event loop only. */
public interface RtmpPlayerListener {
    /**
     * As {@link PublishReceiver#onMedia}.
     *
     * @param timestamp the 32-bit RTMP time stamp in milliseconds, unsigned
     * @param payload lent for the call; {@code retainedSlice} to keep it
     */
    void onMedia(MediaKind kind, int timestamp, ByteBuf payload);

    /** The server's word on the play: NetStream.Play.Start, .UnpublishNotify, .PublishNotify, a refusal and others. */
    void onStatus(StreamStatus status);

    /**
     * The connection is over, or never came about; comes last, once.
     *
     * @param cause why: {@link RtmpRefusedException} if the server refused the play, a network's or protocol's error;
     *     empty after {@link RtmpPlayer#close} and when the server just hung up
     */
    void onClosed(Optional<Throwable> cause);
}
