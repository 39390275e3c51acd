package io.millrace.systemtest;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Writes the binary messages that a web socket brings to a file. */
final class WebSocketRecorder implements WebSocket.Listener {
    private static final Duration BEGIN_LIMIT = Duration.ofMinutes(1);

    private final OutputStream file;
    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch closed = new CountDownLatch(1);

    private WebSocketRecorder(OutputStream file) {
        this.file = file;
    }

    /** @param length from the first message on */
    static void record(String url, Duration length, Path target) throws IOException, InterruptedException {
        try (OutputStream file = Files.newOutputStream(target)) {
            WebSocketRecorder recorder = new WebSocketRecorder(file);
            WebSocket socket = HttpClient.newHttpClient()
                    .newWebSocketBuilder()
                    .buildAsync(URI.create(url), recorder)
                    .join();
            if (!recorder.begun.await(BEGIN_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new AssertionError("the web socket brings nothing");
            }
            boolean endedEarly = recorder.closed.await(length.toMillis(), TimeUnit.MILLISECONDS);
            socket.abort();
            if (endedEarly) {
                throw new AssertionError("the web socket was closed");
            }
            recorder.finish();
        }
    }

    @Override
    public synchronized CompletionStage<?> onBinary(WebSocket socket, ByteBuffer data, boolean last) {
        begun.countDown();
        byte[] bytes = new byte[data.remaining()];
        data.get(bytes);
        try {
            if (closed.getCount() > 0) {
                file.write(bytes);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        socket.request(1);
        return null;
    }

    @Override
    public CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
        closed.countDown();
        return null;
    }

    @Override
    public void onError(WebSocket socket, Throwable error) {
        closed.countDown();
    }

    private synchronized void finish() {
        closed.countDown();
    }
}
