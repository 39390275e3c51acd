package io.millrace.webhook;

/**
 * Callbacks within the process, for programs that embed a node. Implementations are found by
 * {@link java.util.ServiceLoader}. They are called on threads of their own, one call after another for what is told;
 * what they throw is logged and changes nothing. On a node of several roles each occasion comes once; in a cluster each node
 * tells its own clients' occasions, and the node that owns a channel those of its journal.
 */
public interface CallbackListener {
    /**
     * Asked before a client connects, publishes or plays; several at once.
     *
     * @return false to refuse the client
     */
    default boolean allows(Occasion occasion) {
        return true;
    }

    /** Told of everything, also of what was asked and allowed. */
    default void on(Occasion occasion) {}
}
