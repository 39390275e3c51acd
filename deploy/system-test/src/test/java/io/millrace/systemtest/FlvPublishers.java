package io.millrace.systemtest;

import io.millrace.systemtest.FlvFile.Tag;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** Many publishers that send the same file in real time, over and over, with next to no work of their own: one thread. */
final class FlvPublishers implements AutoCloseable {
    private final List<RtmpClient> clients = new ArrayList<>();
    private final List<Tag> tags;
    private final Thread sender;
    private volatile boolean closed;
    private volatile IOException failure;

    /** @param streams of app {@code live} */
    FlvPublishers(int port, List<String> streams, List<Tag> tags) throws IOException {
        this.tags = List.copyOf(tags);
        for (String stream : streams) {
            clients.add(new RtmpClient(port).handshake().connect("live").publish(stream));
        }
        sender = new Thread(this::run, "publishers");
        sender.setDaemon(true);
        sender.start();
    }

    private void run() {
        long begun = System.nanoTime();
        int length = tags.get(tags.size() - 1).timestamp() + 40;
        try {
            for (int base = 0; !closed; base += length) {
                for (Tag tag : tags) {
                    int timestamp = base + tag.timestamp();
                    long due = begun + Duration.ofMillis(timestamp).toNanos();
                    while (!closed && System.nanoTime() < due) {
                        LockSupport.parkNanos(due - System.nanoTime());
                    }
                    send(tag, timestamp);
                }
            }
        } catch (IOException e) {
            failure = e;
        }
    }

    private void send(Tag tag, int timestamp) throws IOException {
        for (RtmpClient client : clients) {
            if (!closed) {
                client.send(tag.isVideo() ? 6 : 4, tag.type(), 1, timestamp, tag.body());
            }
        }
    }

    /** Fails if one of the connections was closed. */
    void assertAllPublish() {
        if (failure != null) {
            throw new AssertionError("a publisher was closed", failure);
        }
    }

    @Override
    public void close() {
        closed = true;
        try {
            sender.join();
            for (RtmpClient client : clients) {
                client.close();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
