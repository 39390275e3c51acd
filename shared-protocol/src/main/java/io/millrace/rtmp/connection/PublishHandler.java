package io.millrace.rtmp.connection;

/** Decides on publishes. */
public interface PublishHandler {
    /** Called on the connection's event loop; must not block, and answers the request now or later. */
    void onPublish(PublishRequest request);
}
