package io.millrace.rtmp.connection;

/** A play command. */
public non-sealed interface PlayRequest extends StreamRequest {
    /** Answers StreamBegin, NetStream.Play.Reset, NetStream.Play.Start and |RtmpSampleAccess. */
    void accept(PlayReceiver receiver);
}
