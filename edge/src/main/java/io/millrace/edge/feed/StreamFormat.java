package io.millrace.edge.feed;

import io.millrace.flv.TagForm;
import io.millrace.rtmp.mux.Tracks;

/** A format of which one stream log serves all its viewers. */
public sealed interface StreamFormat {
    /**
     * FLV, over HTTP and WebSocket alike.
     *
     * @param form of its audio and video tags
     */
    record Flv(TagForm form) implements StreamFormat {}

    /** An MPEG transport stream, over HTTP and WebSocket alike. */
    record Ts() implements StreamFormat {}

    /** The sound alone, if it is AAC, behind ADTS headers. */
    record Aac() implements StreamFormat {}

    /** The sound alone, if it is MP3. */
    record Mp3() implements StreamFormat {}

    /**
     * RTMP messages in chunks.
     *
     * @param messageStreamId stands in each message, so that viewers on different ones cannot share a log
     * @param tracks what is sent (receiveAudio, receiveVideo)
     * @param form of the audio and video messages
     */
    record Rtmp(int messageStreamId, Tracks tracks, TagForm form) implements StreamFormat {}
}
