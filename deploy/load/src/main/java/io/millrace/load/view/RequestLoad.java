package io.millrace.load.view;

import java.time.Duration;

/** Connections that ask one server for objects over and over, each as fast as it is answered. */
public interface RequestLoad extends AutoCloseable {
    /** Asks for a while. */
    void warmUp(Duration time);

    /** Asks for a while, and counts. */
    RequestFigures measure(Duration window);

    @Override
    void close();
}
