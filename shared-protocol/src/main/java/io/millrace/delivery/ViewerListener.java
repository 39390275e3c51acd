package io.millrace.delivery;

/** What a viewer's owner is told; called on the event loop of the viewer's channel, which it must not block. */
public interface ViewerListener {
    /**
     * The stream log was closed and all of it is written to the channel, though perhaps not sent yet: whoever closes the
     * channel now does so when a last write has succeeded. (A paused viewer: the log was closed.) The viewer stays and
     * waits to {@link Viewer#follow} another log or to be stopped. Called once for each cursor.
     */
    void onEnd(Viewer viewer);

    /** So many bytes were just given to the channel; comes with every write, so it does next to nothing. */
    default void onWritten(long bytes) {}

    /** The channel has been unwritable for the stuck-timeout: the viewer is stopped, and the channel is closed next. */
    void onStuck(Viewer viewer);
}
