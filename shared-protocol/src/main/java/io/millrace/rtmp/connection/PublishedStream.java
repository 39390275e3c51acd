package io.millrace.rtmp.connection;

import java.util.Optional;

/** An accepted publish, seen from the side that takes it in. */
public interface PublishedStream {
    /** Sends the status at level error and closes the connection; from any thread. */
    void close(StreamStatus reason);

    /** Whether the publisher has announced that it moves to another connection when it is asked to; on any thread. */
    boolean canReconnect();

    /**
     * Asks the publisher to publish over a new connection (NetConnection.Connect.ReconnectRequest) and then to close this
     * one; from any thread. Does nothing if it has not announced that it can, and asks once only, however often called
     * and for however many streams of the connection.
     *
     * @param tcUrl where to; empty for the address that it has
     * @param description one sentence for a person
     */
    void requestReconnect(Optional<String> tcUrl, String description);
}
