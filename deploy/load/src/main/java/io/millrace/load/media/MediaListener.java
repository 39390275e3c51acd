package io.millrace.load.media;

import io.netty.buffer.ByteBuf;

/** Is told of each audio, video and script unit of a stream when its last byte has come. */
public interface MediaListener {
    /** How many first bytes of a unit are kept: enough for the mark. */
    int HEAD_BYTES = ClockMark.OFFSET + ClockMark.BYTES;

    /**
     * @param type 8 audio, 9 video, 18 script
     * @param head the first bytes of the body, {@value #HEAD_BYTES} at most; lent for the call
     */
    void onUnit(int type, int timestampMillis, ByteBuf head);
}
