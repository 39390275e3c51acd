package io.millrace.node;

import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is to be ended when the node stops: the last that was started first. */
final class Endings {
    private static final Logger LOG = LoggerFactory.getLogger(Endings.class);

    private final Deque<Ending> endings = new ArrayDeque<>();

    private record Ending(String name, AutoCloseable action) {}

    void add(String name, AutoCloseable action) {
        endings.push(new Ending(name, action));
    }

    boolean isEmpty() {
        return endings.isEmpty();
    }

    /** Ends all; what fails to end does not keep the rest from it. */
    void run() {
        while (!endings.isEmpty()) {
            Ending ending = endings.pop();
            try {
                ending.action().close();
            } catch (Exception e) {
                LOG.warn("Stopping: {} did not end well", ending.name(), e);
            }
        }
    }
}
