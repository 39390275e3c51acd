package io.millrace.rtmp.connection;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Decides on connects, before any publish or play. */
public interface ConnectHandler {
    /** Lets all in at once. */
    ConnectHandler ALL = connection -> CompletableFuture.completedFuture(Optional.empty());

    /**
     * Called on the connection's event loop; must not block.
     *
     * @return completes on any thread: empty to let the client in, else one sentence that says why not
     */
    CompletionStage<Optional<String>> onConnect(ClientConnection connection);

    /** The client has been let in; on the connection's event loop. */
    default void onConnected(ClientConnection connection) {}

    /** A connection that was let in has closed, behind the end of all its streams; on its event loop. */
    default void onDisconnected(ClientConnection connection) {}
}
