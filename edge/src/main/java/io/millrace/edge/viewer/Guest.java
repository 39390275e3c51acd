package io.millrace.edge.viewer;

/** A viewer as the edge sees it that lets its viewers go. */
public interface Guest {
    /**
     * Ends what the viewer gets after a whole unit, says that the edge is going away where its protocol has words for
     * that, and closes the connection; on any thread, and nothing if the viewer has gone.
     */
    void letGo();
}
