package io.millrace.systemtest;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * An encoder behind a balancer: publishes in real time for as long as it lives, and when its connection breaks connects
 * again, to the next address. Each address gets a picture of a size of its own, by which its frames can be told.
 */
final class Encoder implements AutoCloseable {
    private static final Duration RECONNECT_PAUSE = Duration.ofMillis(200);
    private static final int KEY_FRAME_INTERVAL = 25;

    private final String stream;
    private final List<String> servers;
    private final Thread loop;
    private volatile Program ffmpeg;
    private volatile int connections;
    private volatile boolean closed;

    /** @param servers {@code rtmp://host:port}, tried in turn */
    Encoder(String stream, List<String> servers) {
        this.stream = stream;
        this.servers = List.copyOf(servers);
        this.loop = new Thread(this::run, "encoder of " + stream);
        loop.setDaemon(true);
        loop.start();
    }

    private void run() {
        for (int i = 0; !closed; i++) {
            int server = i % servers.size();
            ffmpeg = publish(servers.get(server), 160 + 32 * server);
            connections++;
            while (!closed && ffmpeg.isAlive()) {
                LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
            }
            ffmpeg.close();
            LockSupport.parkNanos(RECONNECT_PAUSE.toNanos());
        }
    }

    private Program publish(String server, int width) {
        String picture = "testsrc2=size=" + width + "x96:rate=25";
        return Ffmpeg.start(
                "encoder",
                List.of(
                        "-re",
                        "-f",
                        "lavfi",
                        "-i",
                        picture,
                        "-re",
                        "-f",
                        "lavfi",
                        "-i",
                        "sine=frequency=440:sample_rate=44100",
                        "-c:v",
                        "libx264",
                        "-preset",
                        "ultrafast",
                        "-tune",
                        "zerolatency",
                        "-g",
                        Integer.toString(KEY_FRAME_INTERVAL),
                        "-b:v",
                        "100k",
                        "-pix_fmt",
                        "yuv420p",
                        "-c:a",
                        "aac",
                        "-b:a",
                        "32k",
                        "-f",
                        "flv",
                        server + "/" + stream));
    }

    /** Gives its connection up, as an encoder does whose server takes nothing any more. */
    void reconnect() {
        ffmpeg.kill();
    }

    /** How often it has connected, or tried to. */
    int connections() {
        return connections;
    }

    String output() {
        return ffmpeg == null ? "" : ffmpeg.output();
    }

    @Override
    public void close() {
        closed = true;
        try {
            loop.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
