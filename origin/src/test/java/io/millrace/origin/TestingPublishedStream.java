package io.millrace.origin;

import io.millrace.rtmp.connection.PublishedStream;
import io.millrace.rtmp.connection.StreamStatus;
import java.util.Optional;
import java.util.function.Consumer;

/** A publish without a connection, by a publisher that cannot reconnect; tells with what it is closed. */
public record TestingPublishedStream(Consumer<StreamStatus> closed) implements PublishedStream {
    @Override
    public void close(StreamStatus reason) {
        closed.accept(reason);
    }

    @Override
    public boolean canReconnect() {
        return false;
    }

    @Override
    public void requestReconnect(Optional<String> tcUrl, String description) {}
}
