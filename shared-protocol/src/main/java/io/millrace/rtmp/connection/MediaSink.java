package io.millrace.rtmp.connection;

import io.millrace.media.MediaKind;
import io.netty.buffer.ByteBuf;

/** Takes the media of one message stream. */
interface MediaSink {
    /** @param payload lent for the call */
    void onMedia(MediaKind kind, int timestamp, ByteBuf payload);
}
