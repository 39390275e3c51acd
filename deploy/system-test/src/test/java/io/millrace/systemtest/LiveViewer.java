package io.millrace.systemtest;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** Somebody who watches one live stream over one connection, and notices everything. */
final class LiveViewer implements AutoCloseable {
    private static final int HEADER_END = 0x0D0A0D0A;

    private final String name;
    private final FlvCheck check = new FlvCheck();
    private final AutoCloseable connection;
    private volatile String closed = "";
    private volatile boolean leaving;

    private LiveViewer(String url, Opening opening) {
        this.name = url;
        try {
            this.connection = opening.open(this);
        } catch (IOException e) {
            throw new AssertionError(url, e);
        }
    }

    private interface Opening {
        AutoCloseable open(LiveViewer viewer) throws IOException;
    }

    static LiveViewer http(String url) {
        return new LiveViewer(url, viewer -> viewer.openHttp(URI.create(url)));
    }

    static LiveViewer webSocket(String httpUrl) {
        String url = httpUrl.replace("http://", "ws://");
        return new LiveViewer(
                url,
                viewer -> HttpClient.newHttpClient()
                        .newWebSocketBuilder()
                        .buildAsync(URI.create(url), viewer.new Frames())
                        .join()::abort);
    }

    /** By ffmpeg, which hands the stream on as FLV. */
    static LiveViewer rtmp(String url) {
        return new LiveViewer(
                url,
                viewer -> viewer.openPipe(List.of(
                        Ffmpeg.program(),
                        "-hide_banner",
                        "-nostdin",
                        "-loglevel",
                        "error",
                        "-i",
                        url,
                        "-c",
                        "copy",
                        "-f",
                        "flv",
                        "-flush_packets",
                        "1",
                        "-")));
    }

    /** By a client of the tests' own, which leaves nothing out. */
    static LiveViewer rtmpMessages(int port, String app, String stream) {
        return new LiveViewer("rtmp message by message: " + stream, viewer -> viewer.openMessages(port, app, stream));
    }

    private AutoCloseable openMessages(int port, String app, String stream) throws IOException {
        RtmpClient player = new RtmpClient(port).handshake().connect(app);
        player.play(stream);
        start(() -> readMessages(player));
        return player;
    }

    private String readMessages(RtmpClient player) {
        try {
            while (true) {
                RtmpClient.Message message = player.read();
                if (message.type() == RtmpClient.COMMAND) {
                    // The connection may stay open, but there is nothing more to come.
                    return leaving ? "" : new String(message.payload(), StandardCharsets.ISO_8859_1);
                }
                if (message.type() == RtmpClient.AUDIO || message.type() == RtmpClient.VIDEO) {
                    check.onTag(message.type(), message.timestamp(), message.payload());
                }
            }
        } catch (IOException e) {
            return leaving ? "" : e.toString();
        }
    }

    private AutoCloseable openHttp(URI url) throws IOException {
        Socket socket = new Socket(url.getHost(), url.getPort());
        socket.getOutputStream()
                .write(("GET " + url.getPath() + " HTTP/1.1\r\nHost: " + url.getAuthority() + "\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
        read(() -> {
            InputStream in = socket.getInputStream();
            skipHeaders(in);
            return in;
        });
        return socket;
    }

    private AutoCloseable openPipe(List<String> command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().putAll(Ffmpeg.environment());
        Process process = builder.start();
        read(process::getInputStream);
        return () -> process.destroyForcibly().waitFor();
    }

    private interface Source {
        InputStream open() throws IOException;
    }

    private void read(Source source) {
        start(() -> readToEnd(source));
    }

    private void start(Supplier<String> reading) {
        Thread reader = new Thread(() -> closed = endOf(reading), "viewer of " + name);
        reader.setDaemon(true);
        reader.start();
    }

    /** What a viewer cannot read ends it, too: none may stand still without a word. */
    private static String endOf(Supplier<String> reading) {
        try {
            return reading.get();
        } catch (RuntimeException e) {
            return e.toString();
        }
    }

    private String readToEnd(Source source) {
        byte[] buffer = new byte[65536];
        try (InputStream in = source.open()) {
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                check.feed(ByteBuffer.wrap(buffer, 0, count));
            }
            return leaving ? "" : "the stream has ended";
        } catch (IOException e) {
            return leaving ? "" : e.toString();
        }
    }

    private static void skipHeaders(InputStream in) throws IOException {
        int last = 0;
        StringBuilder head = new StringBuilder();
        while (last != HEADER_END) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("no answer: " + head);
            }
            head.append((char) next);
            last = last << 8 | next;
        }
        if (!head.toString().startsWith("HTTP/1.1 200")) {
            throw new IOException(head.substring(0, head.indexOf("\r")));
        }
    }

    private final class Frames implements WebSocket.Listener {
        @Override
        public CompletionStage<?> onBinary(WebSocket socket, ByteBuffer data, boolean last) {
            check.feed(data);
            socket.request(1);
            return null;
        }

        @Override
        public CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
            closed = leaving ? "" : "close " + code + " " + reason;
            return null;
        }

        @Override
        public void onError(WebSocket socket, Throwable error) {
            closed = leaving ? "" : error.toString();
        }
    }

    FlvCheck check() {
        return check;
    }

    /** Why the connection was closed by the other side; empty while it is open. */
    String closed() {
        return closed;
    }

    @Override
    public String toString() {
        return name;
    }

    @Override
    public void close() {
        leaving = true;
        try {
            connection.close();
        } catch (Exception e) {
            throw new AssertionError(name, e);
        }
    }
}
