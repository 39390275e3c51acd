package io.millrace.edge;

import static io.millrace.edge.Http2Connection.CONTINUATION;
import static io.millrace.edge.Http2Connection.DATA;
import static io.millrace.edge.Http2Connection.END_HEADERS;
import static io.millrace.edge.Http2Connection.END_STREAM;
import static io.millrace.edge.Http2Connection.HEADERS;
import static io.millrace.edge.Http2Connection.PING;
import static io.millrace.edge.Http2Connection.RST_STREAM;
import static io.millrace.edge.Http2Connection.SETTINGS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.LeakGuard;
import io.millrace.channel.ChannelId;
import io.millrace.edge.Http2Connection.Frame;
import io.millrace.tls.ServerTls;
import io.millrace.tls.TestingCertificate;
import io.millrace.tls.TestingTlsClient;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufAllocatorMetric;
import io.netty.buffer.ByteBufAllocatorMetricProvider;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
@TestInstance(Lifecycle.PER_CLASS)
@ExtendWith(LeakGuard.class)
class Http2BoundsTest {
    private static final int NO_ERROR = 0;
    private static final int REFUSED_STREAM = 7;
    private static final int CANCEL = 8;
    private static final int ENHANCE_YOUR_CALM = 11;

    /** A type of frames that is not defined. */
    private static final int UNKNOWN = 0x42;

    /** SETTINGS_INITIAL_WINDOW_SIZE = 0. */
    private static final byte[] SHUT = {0, 4, 0, 0, 0, 0};

    private final TestingCluster cluster = new TestingCluster();
    private final ChannelId channel = new ChannelId("live", "c" + UUID.randomUUID());
    private ServerTls tls;
    private TestingEdge edge;

    @BeforeAll
    void start(@TempDir Path folder) {
        tls = TestingCertificate.make("EC").serve(folder);
        edge = new TestingEdge(
                cluster,
                "http { request-timeout = 2 s, idle-timeout = 1 s, write-timeout = 1 s, max-header-bytes = 2 KiB,"
                        + " max-request-line-bytes = 1 KiB }, https { max-streams = 10, max-resets = 20 }",
                Optional.of(tls));
        edge.store().putFile("live", "large", "video/mp2t", new byte[1_000_000], folder.resolve("large"));
        TestingOrigin origin = edge.origin();
        origin.write(Sample.h264().until(900).frames());
        cluster.live(channel, 1, origin);
    }

    @AfterAll
    void stop() {
        edge.close();
        cluster.close();
        tls.close();
    }

    @AfterEach
    void othersAreServedNevertheless() throws IOException {
        try (Http2Connection connection = connect()) {
            assertThat(connection.request(1, "HEAD", "/live/large").status(1)).isEqualTo(200);
        }
        Await.until("the viewers have left", () -> edge.viewers() == 0);
    }

    private Http2Connection connect(byte... settings) throws IOException {
        return new Http2Connection(edge.edge().httpsPort().getAsInt(), settings);
    }

    @Test
    void aConnectionThatAsksForNothingIsClosedThoughItPings() throws IOException {
        long begin = System.nanoTime();
        try (Http2Connection connection = connect()) {
            connection.await(frame -> frame.type() == SETTINGS);
            assertThatThrownBy(() -> {
                        while (true) {
                            connection.send(PING, 0, 0, new byte[8]);
                            connection.await(frame -> frame.type() == PING);
                        }
                    })
                    .isInstanceOf(IOException.class);
        }
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(30));
    }

    @Test
    void aConnectionThatRestsAfterItsRequestsIsClosed() throws IOException {
        try (Http2Connection connection = connect()) {
            assertThat(connection.request(1, "GET", "/live/none").status(1)).isEqualTo(404);
            assertThat(connection.end()).contains(NO_ERROR);
        }
    }

    @Test
    void headersThatComeSlowlyOrNeverEndCloseTheConnection() throws IOException {
        try (Http2Connection connection = connect()) {
            byte[] head = connection.head(1, "GET", "/live/large");
            connection.send(HEADERS, END_STREAM, 1, head[0], head[1]);
            assertThat(connection.end()).isPresent();
        }
        try (Http2Connection connection = connect()) {
            connection.send(HEADERS, END_STREAM, 1, connection.head(1, "GET", "/live/large"));
            byte[] more = Http2Connection.frame(CONTINUATION, 0, 1, connection.head(1, "GET", "/x", "a", "b"));
            flood(connection, more);
            assertThat(connection.end()).isPresent();
        }
    }

    @Test
    void headersBeyondTheBoundAreRefused() throws IOException {
        try (Http2Connection connection = connect()) {
            connection.request(1, "GET", "/live/large", "large", "x".repeat(3200));
            assertThat(connection.status(1)).isEqualTo(431);
            assertThat(connection.request(3, "GET", "/live/none").status(3)).isEqualTo(404);
        }
        try (Http2Connection connection = connect()) {
            connection.request(1, "GET", "/live/large", "large", "x".repeat(10_000));
            assertThat(connection.end()).as("far beyond it, all ends").isPresent();
        }
    }

    @Test
    void aPathBeyondTheBoundAndABodyAreRefused() throws IOException {
        try (Http2Connection connection = connect()) {
            assertThat(connection.request(1, "GET", "/live/" + "x".repeat(1500)).status(1))
                    .isEqualTo(414);
            connection.send(HEADERS, END_HEADERS, 3, connection.head(3, "GET", "/live/large"));
            connection.send(DATA, END_STREAM, 3, new byte[1000]);
            assertThat(connection.status(3)).isEqualTo(413);
            connection.send(HEADERS, END_HEADERS, 5, connection.head(5, "PUT", "/live/large", "content-length", "9"));
            assertThat(connection.status(5)).isEqualTo(405);
            assertThat(connection.request(7, "CONNECT", "/live/large").await(frame -> frame.stream() == 7))
                    .isNotNull();
        }
    }

    @Test
    void aRequestBeyondTheBoundOfOneConnectionIsRefusedAlone() throws IOException {
        try (Http2Connection connection = connect()) {
            for (int i = 0; i < 10; i++) {
                connection.request(1 + 2 * i, "GET", "/" + channel + ".flv");
            }
            connection.request(21, "GET", "/live/none");
            Frame refused = connection.await(frame -> frame.stream() == 21);
            assertThat(refused.type()).isEqualTo(RST_STREAM);
            assertThat(refused.error()).isEqualTo(REFUSED_STREAM);
            Await.until("the others are served", () -> edge.viewers() == 10);
        }
    }

    @Test
    void requestsThatAreCancelledAtOnceCloseTheConnection() throws IOException {
        try (Http2Connection connection = connect()) {
            for (int stream = 1; stream < 400; stream += 2) {
                connection.request(stream, "GET", "/" + channel + ".flv");
                connection.send(RST_STREAM, 0, stream, new byte[] {0, 0, 0, CANCEL});
            }
            assertThat(connection.end()).contains(ENHANCE_YOUR_CALM);
        } catch (IOException e) {
            assertThat(e).as("the server has closed while this wrote").isNotNull();
        }
    }

    @Test
    void floodsOfPingsAndSettingsThatNobodyReadsTheAnswersOfCloseTheConnection() throws IOException {
        for (byte[] frame :
                new byte[][] {Http2Connection.frame(PING, 0, 0, new byte[8]), Http2Connection.frame(SETTINGS, 0, 0)}) {
            try (Http2Connection connection = connect()) {
                assertThat(flood(connection, frame)).as("closed").isTrue();
            }
        }
    }

    @Test
    void framesThatNobodyAskedForTakeNoMemory() throws IOException {
        try (Http2Connection connection = connect()) {
            // Waits for a publisher.
            connection.request(1, "GET", "/auto/" + UUID.randomUUID() + ".flv");
            long before = usedMemory();
            connection.write(Http2Connection.repeated(Http2Connection.frame(UNKNOWN, 0, 1, new byte[16_000]), 1500));
            connection.send(PING, 0, 0, new byte[8]);
            connection.await(frame -> frame.type() == PING);
            assertThat(usedMemory() - before).isLessThan(12 << 20);
        }
    }

    @Test
    void aStreamWhoseWindowStaysShutIsCancelledAlone() throws IOException {
        try (Http2Connection connection = connect(SHUT)) {
            connection.request(1, "GET", "/live/large");
            connection.request(3, "GET", "/" + channel + ".flv");
            Frame cancelled = connection.await(frame -> frame.stream() == 1 && frame.type() == RST_STREAM);
            assertThat(cancelled.error()).isEqualTo(CANCEL);
            assertThat(connection.request(5, "HEAD", "/live/none").status(5)).isEqualTo(404);
        }
    }

    private static long usedMemory() {
        ByteBufAllocatorMetric metric = ((ByteBufAllocatorMetricProvider) ByteBufAllocator.DEFAULT).metric();
        return metric.usedDirectMemory() + metric.usedHeapMemory();
    }

    @Test
    void whoComesByTlsWithoutHttp2HasTheSameBounds() throws IOException {
        String large = "GET / HTTP/1.1\r\nHost: x\r\nLarge: " + "x".repeat(5000) + "\r\n\r\n";
        assertThat(answerOverHttp1(large)).startsWith("HTTP/1.1 431 ");
        assertThat(answerOverHttp1("GET /" + "x".repeat(5000) + " HTTP/1.1\r\n\r\n"))
                .startsWith("HTTP/1.1 414 ");
        assertThat(answerOverHttp1("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n")).startsWith("HTTP/1.1 4");
        assertThat(answerOverHttp1("GET / HTTP/1.1\r\nSlow: "))
                .as("to a slow one")
                .isEmpty();
        assertThat(answerOverHttp1("")).as("to a silent one").isEmpty();
    }

    /** All that comes until the server closes. */
    private String answerOverHttp1(String request) throws IOException {
        InetSocketAddress address = new InetSocketAddress(
                InetAddress.getLoopbackAddress(), edge.edge().httpsPort().getAsInt());
        try (TestingTlsClient client = new TestingTlsClient(address)) {
            client.socket().getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return new String(client.socket().getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        }
    }

    /** Writes a frame over and over; tells whether the server has closed the connection. */
    private static boolean flood(Http2Connection connection, byte[] frame) {
        byte[] many = Http2Connection.repeated(frame, 1000);
        try {
            for (int i = 0; i < 5000; i++) {
                connection.write(many);
            }
            return false;
        } catch (IOException e) {
            return true;
        }
    }
}
