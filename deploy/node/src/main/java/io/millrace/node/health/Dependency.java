package io.millrace.node.health;

/**
 * Something that this node needs and that may be down while the node goes on.
 *
 * @param name in lower case; a part of metrics' names
 * @param meaning what it means for streams and users that it is down
 */
public record Dependency(String name, String meaning, Probe probe) {

    /** Asks a dependency; never called again before it has returned. */
    @FunctionalInterface
    public interface Probe {
        /** May block its thread. */
        void check() throws Exception;
    }
}
