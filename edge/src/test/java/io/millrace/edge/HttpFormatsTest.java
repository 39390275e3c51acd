package io.millrace.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.LeakGuard;
import io.millrace.channel.ChannelId;
import io.millrace.channel.Segment;
import io.millrace.channel.Window;
import io.millrace.edge.HttpClientConnection.Head;
import io.millrace.edge.HttpClientConnection.Response;
import io.millrace.media.MediaKind;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Live streams in other formats than FLV, of whose tracks some carry only some. */
@TestInstance(Lifecycle.PER_CLASS)
@ExtendWith(LeakGuard.class)
class HttpFormatsTest {
    private static final int PACKET = 188;

    private final TestingCluster cluster = new TestingCluster();
    private final TestingEdge edge = new TestingEdge(
            cluster,
            """
            edge { publisher-wait = 400 ms, grace = 600 ms, linger = 200 ms }
            http.mounts = ["/[app]/[stream].flv", "/[app]/[stream].ts", "/[app]/[stream].aac", "/[app]/[stream].mp3",
                "[vhost]/radio/[stream].flv"]
            rtmp.vhosts = [{name = shows.example.com, bucket = shows}]
            """);
    private final Sample aac = Sample.h264();
    private final Sample mp3 = Sample.of("mp3.flv");
    private ChannelId channel;

    @BeforeEach
    void begin() {
        channel = new ChannelId("live", "c" + UUID.randomUUID());
    }

    @AfterAll
    void stop() {
        edge.close();
        cluster.close();
    }

    @Test
    void aTransportStreamBeginsWithItsTables() throws IOException {
        live(aac);
        try (HttpClientConnection connection = edge.connect().request("GET", path(".ts"))) {
            assertStream(connection.head(), "video/MP2T");
            byte[] first = connection.body().readNBytes(3 * PACKET);
            assertThat(pid(first, 0)).isZero();
            assertThat(pid(first, PACKET)).isEqualTo(0x1000);
            assertThat(pid(first, 2 * PACKET)).isEqualTo(0x100);
        }
    }

    @Test
    void aacComesBehindAdtsHeaders() throws IOException {
        live(aac);
        try (HttpClientConnection connection = edge.connect().request("GET", path(".aac"))) {
            assertStream(connection.head(), "audio/x-aac");
            assertThat(connection.body().readNBytes(2)).containsExactly(0xff, 0xf1);
        }
    }

    @Test
    void mp3ComesAsItIs() throws IOException {
        live(mp3);
        try (HttpClientConnection connection = edge.connect().request("GET", path(".mp3"))) {
            assertStream(connection.head(), "audio/mpeg");
            byte[] first = connection.body().readNBytes(2);
            assertThat(first[0]).isEqualTo((byte) 0xff);
            assertThat(first[1] & 0xe0).isEqualTo(0xe0);
        }
    }

    @ParameterizedTest
    @CsvSource({".flv, video/x-flv", ".ts, video/MP2T", ".aac, audio/x-aac", ".mp3, audio/mpeg"})
    void aHeadTellsTheTypeOfEachFormat(String suffix, String type) {
        try (HttpClientConnection connection = edge.connect()) {
            Response response = connection.exchange("HEAD", path(suffix));
            assertStream(response.head(), type);
        }
    }

    @Test
    void aWebSocketCarriesATransportStreamInMessagesOfWholePackets() throws Exception {
        live(aac);
        CompletableFuture<ByteBuffer> first = new CompletableFuture<>();
        WebSocket socket = HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .buildAsync(URI.create("ws://127.0.0.1:" + edge.httpPort() + path(".ts")), new WebSocket.Listener() {
                    @Override
                    public CompletionStage<?> onBinary(WebSocket socket, ByteBuffer data, boolean last) {
                        ByteBuffer copy =
                                ByteBuffer.allocate(data.remaining()).put(data).flip();
                        first.complete(copy);
                        return WebSocket.Listener.super.onBinary(socket, data, last);
                    }
                })
                .join();
        ByteBuffer message = first.get(30, TimeUnit.SECONDS);
        assertThat(message.get(0)).isEqualTo((byte) 0x47);
        socket.abort();
    }

    @Test
    void soundOfAnotherCodingIsNotFoundAtOnceAndSoIsWhatHasNone() {
        live(aac);
        assertNoSuchTrack(".mp3", "The channel carries no MP3 sound.");
        begin();
        live(mp3);
        assertNoSuchTrack(".aac", "The channel carries no AAC sound that ADTS can name.");
        begin();
        live(aac.only(MediaKind.VIDEO));
        assertNoSuchTrack(".aac", "The channel carries no AAC sound that ADTS can name.");
        assertThat(edge.viewers()).isZero();
    }

    @Test
    void whoAsksBeforeTheSoundHasShownIsServedWhenItDoes() throws IOException {
        TestingOrigin origin = live(aac.only(MediaKind.VIDEO).until(500));
        try (HttpClientConnection flv = edge.connect().request("GET", path(".flv"))) {
            assertThat(flv.head().status()).isEqualTo(200);
            try (HttpClientConnection connection = edge.connect().request("GET", path(".aac"))) {
                Await.until("the viewer waits", () -> edge.viewers() == 2);
                origin.write(aac.only(MediaKind.AUDIO).frames());
                assertStream(connection.head(), "audio/x-aac");
                assertThat(connection.body().readNBytes(2)).containsExactly(0xff, 0xf1);
            }
        }
        Await.until("both have left", () -> edge.viewers() == 0);
    }

    @Test
    void aStreamWhoseSoundHasGoneOverToAnotherCodingEndsAfterTheGraceTime() throws IOException {
        TestingOrigin origin = live(aac.until(500));
        try (HttpClientConnection connection = edge.connect().request("GET", path(".aac"))) {
            connection.head();
            assertThat(connection.body().readNBytes(2)).containsExactly(0xff, 0xf1);
            long[] later = {1000};
            Await.until("the viewer has left", () -> {
                origin.write(mp3.later(later[0] += 50).until(later[0] + 50).frames());
                return edge.viewers() == 0;
            });
            connection.body().readAllBytes();
        }
    }

    @Test
    void whatIsMountedNowhereIsNotFound() {
        try (HttpClientConnection connection = edge.connect()) {
            assertThat(connection.get("/no/such/mount.flv").status()).isEqualTo(404);
            assertThat(connection.get("/live/tv/mount.mp3").text()).contains("\"code\":\"NoSuchKey\"");
        }
    }

    @Test
    void aVirtualHostIsFoundByItsParameterOrByTheHostHeader() {
        channel = new ChannelId("shows", "c" + UUID.randomUUID());
        live(aac);
        String name = channel.channel();
        for (String request : new String[] {
            "GET /live/" + name + ".flv?vhost=shows.example.com HTTP/1.1\r\nHost: localhost",
            "GET /live/" + name + ".ts HTTP/1.1\r\nHost: shows.example.com:8080",
            "GET /radio/" + name + ".flv HTTP/1.1\r\nHost: SHOWS.example.com",
            "GET /shows/" + name + ".flv HTTP/1.1\r\nHost: localhost",
        }) {
            try (HttpClientConnection connection = edge.connect().send(request + "\r\n\r\n")) {
                assertThat(connection.head().status()).as(request).isEqualTo(200);
            }
        }
        try (HttpClientConnection connection = edge.connect()) {
            assertThat(connection.get("/radio/" + name + ".flv").status()).isEqualTo(404);
        }
    }

    @Test
    void segmentsOfAVirtualHostsPlaylistAreAskedOfItAgain() {
        channel = new ChannelId("shows", "c" + UUID.randomUUID());
        String key = Segment.keyOf(channel.channel(), 1_700_000_000_000L, 7);
        Segment segment = new Segment(1, 7, key, 1_700_000_000_000L, 4000, 7, false);
        edge.store().put("shows", key, "video/mp2t", "content".getBytes(StandardCharsets.UTF_8));
        cluster.say(channel, Optional.empty(), Optional.of(new Window(0, 4, List.of(segment), Optional.empty())));
        try (HttpClientConnection connection = edge.connect()) {
            String playlist = connection
                    .get("/live/" + channel.channel() + ".m3u8?token=t&vhost=shows.example.com")
                    .text();
            assertThat(playlist).endsWith(key + "?vhost=shows.example.com\n");
            assertThat(connection
                            .get("/live/" + key + "?vhost=shows.example.com")
                            .text())
                    .isEqualTo("content");
        }
        try (HttpClientConnection connection = edge.connect()
                .send("GET /live/" + channel.channel() + ".m3u8 HTTP/1.1\r\nHost: shows.example.com\r\n\r\n")) {
            assertThat(connection.response(false).text()).endsWith(key + "\n");
        }
    }

    private void assertNoSuchTrack(String suffix, String sentence) {
        try (HttpClientConnection connection = edge.connect()) {
            Response response = connection.get(path(suffix));
            assertThat(response.status()).isEqualTo(404);
            assertThat(response.text()).contains("\"code\":\"NoSuchTrack\"").contains(sentence);
        }
    }

    private static void assertStream(Head head, String type) {
        assertThat(head.status()).isEqualTo(200);
        assertThat(head.header("content-type")).isEqualTo(type);
        assertThat(head.header("cache-control")).isEqualTo("no-store");
        assertThat(head.header("access-control-allow-origin")).isEqualTo("*");
    }

    private static int pid(byte[] packets, int at) {
        assertThat(packets[at]).isEqualTo((byte) 0x47);
        return (packets[at + 1] & 0x1f) << 8 | packets[at + 2] & 0xff;
    }

    private String path(String suffix) {
        return '/' + channel.toString() + suffix;
    }

    private TestingOrigin live(Sample published) {
        TestingOrigin origin = edge.origin();
        origin.write(published.frames());
        cluster.live(channel, 1, origin);
        return origin;
    }
}
