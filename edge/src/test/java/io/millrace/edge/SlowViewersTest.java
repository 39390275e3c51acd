package io.millrace.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.LeakGuard;
import io.millrace.channel.ChannelId;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Viewers that read slowly, or not at all, or come and go in crowds: only they are the worse for it. */
@Timeout(90)
@TestInstance(Lifecycle.PER_CLASS)
@ExtendWith(LeakGuard.class)
class SlowViewersTest {
    private static final int LATE_MILLIS = 2000;
    private static final int STUCK = 8;
    private static final int CROWD = 2000;
    private static final int SILENT = 300;
    private static final int RECEIVE_BUFFER_BYTES = 4096;

    private final TestingCluster cluster = new TestingCluster();
    private final List<Socket> sockets = new ArrayList<>();
    private final ScheduledExecutorService drips = Executors.newSingleThreadScheduledExecutor();
    private ChannelId channel;
    private TestingEdge edge;
    private SteadyShow show;

    @BeforeEach
    void begin() {
        channel = new ChannelId("live", "c" + UUID.randomUUID());
        edge = new TestingEdge(
                cluster,
                """
                delivery { stuck-timeout = 3 s, low-water-bytes = 16 KiB, high-water-bytes = 64 KiB }
                stream.max-lag = 2 s
                http.request-timeout = 1 s
                """);
        show = new SteadyShow(cluster, edge, channel);
    }

    @AfterEach
    void end() throws Exception {
        for (Socket socket : sockets) {
            socket.close();
        }
        sockets.clear();
        show.close();
        edge.close();
    }

    @AfterAll
    void stop() {
        drips.shutdownNow();
        cluster.close();
    }

    private Socket connect() throws IOException {
        Socket socket = new Socket();
        socket.setReceiveBufferSize(RECEIVE_BUFFER_BYTES);
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), edge.httpPort()));
        sockets.add(socket);
        return socket;
    }

    private Socket watch() throws IOException {
        Socket socket = connect();
        send(socket, "GET /" + channel + ".flv HTTP/1.1\r\nHost: localhost\r\n\r\n");
        return socket;
    }

    private static void send(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    private double stuck() {
        return edge.count("millrace.delivery.stuck");
    }

    @Test
    void viewersThatReadNothingOrNextToNothingAreClosedAlone() throws Exception {
        for (int i = 0; i < STUCK; i++) {
            watch();
            Socket drip = watch();
            drips.scheduleAtFixedRate(() -> readByte(drip), 0, 1, TimeUnit.SECONDS);
        }
        Await.until("all are there", () -> edge.viewers() == 2 * STUCK + 1);
        Await.until("all are closed", Duration.ofSeconds(30), () -> stuck() == 2 * STUCK);
        assertThat(edge.viewers()).isEqualTo(1);
        show.assertUndisturbed(LATE_MILLIS);
    }

    private static void readByte(Socket socket) {
        try {
            assertThat(socket.getInputStream().read()).isNotNegative();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void aViewerThatReadsTooSlowlySeesWholeTagsFromKeyFrameToKeyFrameAndStays() throws Exception {
        Socket slow = watch();
        InputStream in = new BufferedInputStream(slow.getInputStream());
        skipHead(in);
        FlvReader flv = new FlvReader(new SlowStream(in));
        List<Long> gaps = new ArrayList<>();
        long last = 0;
        while (edge.count("millrace.delivery.jumps") == 0 || gaps.isEmpty()) {
            FlvReader.Tag tag = flv.next();
            if (last > 0 && tag.timestamp() > last + SteadyShow.FRAME_MILLIS) {
                assertThat(tag.isKeyFrame() || tag.isAvcConfiguration()).isTrue();
                gaps.add(tag.timestamp() - last);
            }
            last = tag.timestamp();
        }
        assertThat(stuck()).isZero();
        assertThat(edge.viewers()).isEqualTo(2);
        show.assertUndisturbed(LATE_MILLIS);
    }

    private static void skipHead(InputStream in) throws IOException {
        for (String seen = ""; !seen.endsWith("\r\n\r\n"); ) {
            seen += (char) in.read();
        }
    }

    @Test
    void aCrowdThatConnectsAndLeavesAtOnceLeavesNothingBehind() throws Exception {
        for (int i = 0; i < CROWD; i++) {
            try (Socket socket = watch()) {
                socket.setSoLinger(i % 2 == 0, 0);
            }
        }
        sockets.clear();
        Await.until("they have left", () -> edge.viewers() == 1);
        Await.until("nothing is sent to them", () -> edge.gauge("millrace.delivery.viewers") == 1);
        assertThat(stuck()).isZero();
        show.assertUndisturbed(LATE_MILLIS);
    }

    @Test
    void connectionsThatSayNothingOrHalfOfItAreClosed() throws Exception {
        for (int i = 0; i < SILENT; i++) {
            Socket half = connect();
            if (i % 2 == 0) {
                send(half, "GET /" + channel + ".flv HTTP/1.1\r\nHost: loc");
            }
        }
        for (Socket socket : sockets) {
            socket.setSoTimeout(30_000);
            assertThat(socket.getInputStream().read()).isNegative();
        }
        assertThat(edge.viewers()).isEqualTo(1);
        show.assertUndisturbed(LATE_MILLIS);
    }

    /** A viewer behind a line of half the stream's rate. */
    private static final class SlowStream extends InputStream {
        private static final int PIECE = 10_000;
        private static final long PIECE_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

        private final InputStream in;
        private int read;

        SlowStream(InputStream in) {
            this.in = in;
        }

        @Override
        public int read() throws IOException {
            pace(1);
            return in.read();
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int count = in.read(bytes, offset, Math.min(length, PIECE));
            pace(Math.max(0, count));
            return count;
        }

        private void pace(int count) {
            read += count;
            if (read >= PIECE) {
                read -= PIECE;
                LockSupport.parkNanos(PIECE_NANOS);
            }
        }
    }
}
