package io.millrace.rtmp.connection;

import io.netty.channel.Channel;

/** An accepted play, seen from the side that serves it. */
public interface PlayedStream {
    /**
     * The connection's channel. Buffers written to it go out untouched: they must be whole RTMP messages in chunks of
     * {@link RtmpConnectionSettings#outgoingChunkSize()} and carry {@link #messageStreamId()}.
     */
    Channel channel();

    int messageStreamId();

    /** Tells the player that the publisher has gone (StreamEOF, NetStream.Play.UnpublishNotify). Most leave at that. */
    void publisherGone();

    /** Sends the status at level error and closes the connection; from any thread. */
    void close(StreamStatus reason);
}
