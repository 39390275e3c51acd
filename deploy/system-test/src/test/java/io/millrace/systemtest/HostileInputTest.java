package io.millrace.systemtest;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.systemtest.Ffmpeg.Coding;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever comes in, the node's memory stays bounded and the stream next to it plays on. */
class HostileInputTest {
    /** Heap and direct memory are held this small, so that what grows without bound ends the node. */
    private static final String[] SMALL = {
        "-Xmx192m", "-XX:MaxDirectMemorySize=192m", "-Dmillrace.rtmp.max-connections-per-address=800"
    };

    private static final long LARGEST_RESIDENT_BYTES = 800L << 20;
    private static final Duration LENGTH = Duration.ofSeconds(5);
    private static final int CROWD = 100;

    @TempDir
    private static Path directory;

    /** One for all tests: what one of them leaves behind, the next suffers. */
    private static TestingNode node;

    private static Program publisher;

    private final List<AutoCloseable> open = new ArrayList<>();
    private Program viewer;

    @BeforeAll
    static void publishSomethingElse() {
        node = TestingNode.start(directory, SMALL);
        publisher = Ffmpeg.publish(Coding.H264, node.rtmp() + "/live/steady", Duration.ofHours(1));
        Hls.awaitSegments(node.http() + "/live/steady.m3u8", 1, Duration.ofMinutes(1));
    }

    @AfterAll
    static void stop() {
        if (publisher != null) {
            publisher.close();
        }
        if (node != null) {
            node.close();
        }
    }

    @BeforeEach
    void watch() {
        viewer = Ffmpeg.startDecoding(node.http() + "/live/steady.flv", LENGTH);
    }

    @AfterEach
    void leave() throws Exception {
        for (AutoCloseable closeable : open) {
            closeable.close();
        }
        viewer.close();
    }

    private void assertUntouched() {
        viewer.awaitSuccess(LENGTH.plusSeconds(30));
        assertThat(viewer.output()).as("complaints of the viewer").isEmpty();
        assertThat(publisher.isAlive()).as(publisher.output()).isTrue();
        assertThat(node.isAlive()).as(node.log()).isTrue();
        assertThat(node.residentBytes()).isLessThan(LARGEST_RESIDENT_BYTES);
        assertThat(node.log()).doesNotContain("OutOfMemory", "LEAK");
    }

    @Test
    void rtmpConnectionsThatBreakTheProtocolAreClosedAlone() throws IOException {
        for (RtmpAttack attack : RtmpAttack.values()) {
            try (RtmpClient client = new RtmpClient(node.rtmpPort())) {
                assertThat(attack.endsTheConnection(client)).as(attack.name()).isTrue();
            }
        }
        assertUntouched();
    }

    @Test
    void crowdsOfHalfOpenRtmpConnectionsCostLittle() throws IOException {
        for (int i = 0; i < CROWD; i++) {
            RtmpClient silent = keep(new RtmpClient(node.rtmpPort()));
            RtmpClient half = keep(new RtmpClient(node.rtmpPort()));
            half.raw().write(new byte[] {3, 0, 0, 0, 0});
            RtmpClient unfinished = keep(new RtmpClient(node.rtmpPort()));
            unfinished.handshake().connect("live");
            unfinished.raw().write(RtmpAttack.unfinishedMessage(5, 8 << 20, 64 << 10));
            assertThat(silent).isNotNull();
        }
        assertUntouched();
    }

    @Test
    void viewersThatDoNotReadCostLittle() throws IOException {
        for (int i = 0; i < CROWD; i++) {
            Socket http = keep(socket(node.http()));
            http.setReceiveBufferSize(4096);
            write(http, "GET /live/steady.flv HTTP/1.1\r\nHost: localhost\r\n\r\n");
            RtmpClient rtmp = keep(new RtmpClient(node.rtmpPort()));
            rtmp.handshake().connect("live");
            rtmp.command(0, "createStream", (Object) null);
            rtmp.command(1, "play", null, "steady");
        }
        assertUntouched();
        // Once more, when there is more that they have not read.
        watch();
        assertUntouched();
    }

    @Test
    void httpRequestsThatBreakTheProtocolAreAnsweredWithAnError() throws IOException {
        for (String base : List.of(node.http(), node.api())) {
            assertThat(answer(base, "GET / HTTP/1.1\r\nHost: x\r\nLarge: " + "x".repeat(1 << 20) + "\r\n\r\n"))
                    .as("a large header at " + base)
                    .matches("|HTTP/1.1 4\\d\\d .*");
            assertThat(answer(base, "GET /" + "x".repeat(1 << 20) + " HTTP/1.1\r\nHost: x\r\n\r\n"))
                    .as("a long target at " + base)
                    .matches("|HTTP/1.1 4\\d\\d .*");
            assertThat(answer(base, "\0\1\2\3 nonsense\r\n\r\n"))
                    .as("nonsense at " + base)
                    .matches("|HTTP/1.1 (4\\d\\d|501) .*");
            assertThat(answer(base, "GET /live/%zz%00/../../etc/passwd HTTP/1.1\r\nHost: localhost\r\n\r\n"))
                    .as("a malformed target at " + base)
                    .matches("HTTP/1.1 4\\d\\d .*");
            assertThat(answer(base, "GET /live/../../../../../../etc/passwd HTTP/1.1\r\nHost: localhost\r\n\r\n"))
                    .as("a target outside at " + base)
                    .matches("HTTP/1.1 4\\d\\d .*");
            for (int i = 0; i < CROWD; i++) {
                write(keep(socket(base)), "GET /live/steady.flv HTTP/1.1\r\nHost: localhost\r\nSlow: ");
            }
        }
        assertUntouched();
    }

    @Test
    void theApiRefusesBodiesThatAreTooLargeOrNotWhatTheyShouldBe() throws Exception {
        OssRequest api = new OssRequest(node);
        assertThat(api.put("/hostile", "", "")).isEqualTo(200);
        String laughs = "<?xml version=\"1.0\"?><!DOCTYPE x [<!ENTITY a \"" + "ha".repeat(1000) + "\">"
                + "<!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;\"><!ENTITY c \"&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;\">"
                + "<!ENTITY d \"&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;\"><!ENTITY e \"&d;&d;&d;&d;&d;&d;&d;&d;&d;&d;\">]>"
                + "<LiveChannelConfiguration><Description>&e;</Description></LiveChannelConfiguration>";
        String external = "<?xml version=\"1.0\"?><!DOCTYPE x [<!ENTITY a SYSTEM \"file:///etc/passwd\">]>"
                + "<LiveChannelConfiguration><Description>&a;</Description></LiveChannelConfiguration>";
        for (String body : List.of(laughs, external, "<LiveChannelConfiguration>", "<x>".repeat(100_000), "\0")) {
            assertThat(api.put("/hostile/channel", "live", body))
                    .as(body.substring(0, Math.min(60, body.length())))
                    .isEqualTo(400);
        }
        assertThat(api.put("/hostile/channel", "live", "<a>" + "x".repeat(32 << 20) + "</a>"))
                .as("a large body")
                .isBetween(400, 413);
        assertUntouched();
    }

    private <T extends AutoCloseable> T keep(T connection) {
        open.add(connection);
        return connection;
    }

    private static Socket socket(String base) throws IOException {
        URI uri = URI.create(base);
        Socket socket = new Socket(uri.getHost(), uri.getPort());
        socket.setSoTimeout(20_000);
        return socket;
    }

    private static void write(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** The first line of the answer; empty if the connection was closed without one. */
    private static String answer(String base, String request) throws IOException {
        try (Socket socket = socket(base)) {
            write(socket, request);
            return new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1))
                    .lines()
                    .findFirst()
                    .orElse("");
        } catch (UncheckedIOException | SocketException e) {
            if (e.getCause() instanceof SocketTimeoutException) {
                throw new AssertionError("no answer and no end", e);
            }
            return "";
        }
    }
}
