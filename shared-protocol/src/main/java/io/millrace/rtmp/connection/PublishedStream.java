package io.millrace.rtmp.connection;

/** An accepted publish, seen from the side that takes it in. */
public interface PublishedStream {
    /** Sends the status at level error and closes the connection; from any thread. */
    void close(StreamStatus reason);
}
