package io.millrace.rtmp.connection;

/** Decides on plays. */
public interface PlayHandler {
    /** Called on the connection's event loop; must not block, and answers the request now or later. */
    void onPlay(PlayRequest request);
}
