package io.millrace.edge.feed;

import io.millrace.rtmp.mux.Tracks;

/** A format of which one stream log serves all its viewers. */
public sealed interface StreamFormat {
    /** FLV, over HTTP and WebSocket alike. */
    record Flv() implements StreamFormat {}

    /**
     * RTMP messages in chunks.
     *
     * @param messageStreamId stands in each message, so that viewers on different ones cannot share a log
     * @param tracks what is sent (receiveAudio, receiveVideo)
     */
    record Rtmp(int messageStreamId, Tracks tracks) implements StreamFormat {}
}
