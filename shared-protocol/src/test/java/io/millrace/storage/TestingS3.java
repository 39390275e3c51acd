package io.millrace.storage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * An S3 server, Adobe S3Mock, in a process of its own. It can be stopped, which keeps its objects and its port, started
 * again, and frozen. The build puts its jar into shared-protocol's target folder, beside which this class lies, too.
 */
public final class TestingS3 implements AutoCloseable {
    /** The one bucket that is there. */
    public static final String BUCKET = "millrace";

    private static final Duration START_TIMEOUT = Duration.ofSeconds(60);
    private static final long POLL_MILLIS = 50;

    private final Path root;
    private final int port;
    private Process process;

    private TestingS3(Path root, int port) {
        this.root = root;
        this.port = port;
    }

    /** Starts a server that keeps its objects in {@code root}, and waits until it answers. */
    public static TestingS3 start(Path root) {
        TestingS3 server = new TestingS3(root, freePort());
        server.start();
        return server;
    }

    private static int freePort() {
        try (ServerSocket free = new ServerSocket(0)) {
            return free.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The runnable jar. */
    public static Path jar() {
        try {
            Path classes = Path.of(TestingS3.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            return classes.resolveSibling("s3mock").resolve("s3mock.jar");
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    public URI endpoint() {
        return endpoint("127.0.0.1");
    }

    /** @param host one of this machine's addresses */
    public URI endpoint(String host) {
        return URI.create("http://" + host + ":" + port);
    }

    /** Starts the server again after {@link #stop}. */
    public void start() {
        try {
            process = new ProcessBuilder(List.of(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-Xmx192m",
                            "-XX:+UseSerialGC",
                            "-XX:TieredStopAtLevel=1",
                            "-jar",
                            jar().toString(),
                            "--server.port=0",
                            "--com.adobe.testing.s3mock.http-port=" + port,
                            "--com.adobe.testing.s3mock.store.root=" + root,
                            "--com.adobe.testing.s3mock.store.retain-files-on-exit=true",
                            "--com.adobe.testing.s3mock.store.initial-buckets=" + BUCKET))
                    .redirectErrorStream(true)
                    .redirectOutput(
                            root.resolveSibling(root.getFileName() + ".log").toFile())
                    .start();
            awaitAnswer();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private void awaitAnswer() throws InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(endpoint().resolve("/" + BUCKET))
                .timeout(Duration.ofSeconds(5))
                .build();
        HttpClient client = HttpClient.newHttpClient();
        long deadline = System.nanoTime() + START_TIMEOUT.toNanos();
        while (System.nanoTime() < deadline && process.isAlive()) {
            try {
                client.send(request, HttpResponse.BodyHandlers.discarding());
                return;
            } catch (IOException e) {
                TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
            }
        }
        close();
        throw new IllegalStateException("S3Mock does not answer at " + endpoint() + ": see " + root + ".log");
    }

    /** Kills the server. What it has acknowledged is on disk. */
    public void stop() {
        process.destroyForcibly();
        process.onExit().orTimeout(30, TimeUnit.SECONDS).join();
    }

    /** Lets the server hang: connections are accepted, and nothing is answered. */
    public void freeze() {
        signal("STOP");
    }

    public void thaw() {
        signal("CONT");
    }

    private void signal(String name) {
        try {
            Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start();
            if (kill.waitFor() != 0) {
                throw new IllegalStateException("kill -" + name + " has failed");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        stop();
    }
}
