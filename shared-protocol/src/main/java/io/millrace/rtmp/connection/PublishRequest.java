package io.millrace.rtmp.connection;

/** A publish command. */
public non-sealed interface PublishRequest extends StreamRequest {
    /** Answers NetStream.Publish.Start; media and the end come to {@code receiver}. */
    void accept(PublishReceiver receiver);
}
