package io.millrace.rtmp.connection;

/** A publish command. */
public non-sealed interface PublishRequest extends StreamRequest {
    /** Answers NetStream.Publish.Start; media and the end come to {@code receiver}. */
    void accept(PublishReceiver receiver);

    /** As {@link PublishedStream#canReconnect}. */
    boolean canReconnect();

    /**
     * Answers with an onStatus of level error. The connection is closed behind it, as some publishers wait for that,
     * unless it has other streams.
     */
    @Override
    void refuse(StreamStatus reason);
}
