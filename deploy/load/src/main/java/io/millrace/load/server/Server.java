package io.millrace.load.server;

import java.net.URI;
import java.util.Optional;

/** What is loaded. */
public interface Server extends AutoCloseable {
    /** How the report calls it. */
    String name();

    /**
     * The listener of a scheme, without a slash at the end.
     *
     * @throws IllegalArgumentException if there is none
     */
    URI listener(String scheme);

    /** Absent if it runs elsewhere. */
    Optional<ServerProcess> process();

    /** Absent unless it is a JVM of the bench's own. */
    default Optional<Allocations> allocations() {
        return Optional.empty();
    }

    /** Absent unless it is a node that can be asked. */
    default Optional<NodeCounters> counters() {
        return Optional.empty();
    }

    @Override
    void close();
}
