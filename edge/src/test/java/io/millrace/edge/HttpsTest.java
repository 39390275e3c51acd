package io.millrace.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.LeakGuard;
import io.millrace.channel.ChannelId;
import io.millrace.channel.Segment;
import io.millrace.channel.Window;
import io.millrace.tls.ServerTls;
import io.millrace.tls.TestingCertificate;
import io.millrace.tls.TestingTlsClient;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@TestInstance(Lifecycle.PER_CLASS)
@ExtendWith(LeakGuard.class)
class HttpsTest {
    private static final int REQUESTS = 40;

    private final TestingCluster cluster = new TestingCluster();
    private final byte[] large = new byte[1_000_000];
    private ServerTls tls;
    private TestingEdge edge;
    private ChannelId channel;

    @BeforeAll
    void start(@TempDir Path folder) {
        tls = TestingCertificate.make("EC").serve(folder);
        edge = new TestingEdge(cluster, "edge.drain-time = 1 s", Optional.of(tls));
        new Random(1).nextBytes(large);
        edge.store().putFile("live", "large", "video/mp2t", large, folder.resolve("large"));
        channel = live(edge);
    }

    @AfterAll
    void stop() {
        edge.close();
        cluster.close();
        tls.close();
    }

    private ChannelId live(TestingEdge at) {
        ChannelId id = new ChannelId("live", "c" + UUID.randomUUID());
        TestingOrigin origin = at.origin();
        origin.write(Sample.h264().until(900).frames());
        cluster.live(id, 1, origin);
        return id;
    }

    @ParameterizedTest
    @EnumSource
    void streamsAndObjectsComeEncryptedToo(Version version) throws Exception {
        HttpClient client = client(version);
        for (int i = 0; i < 2; i++) {
            HttpResponse<byte[]> object = client.send(get("/live/large"), BodyHandlers.ofByteArray());
            assertThat(object.version()).isEqualTo(version);
            assertThat(object.body()).isEqualTo(large);
        }
        HttpResponse<InputStream> stream = client.send(get("/" + channel + ".flv"), BodyHandlers.ofInputStream());
        assertThat(stream.version()).isEqualTo(version);
        assertThat(stream.headers().firstValue("content-type")).contains("video/x-flv");
        try (InputStream body = stream.body()) {
            new FlvReader(body).until(FlvReader.Tag::isKeyFrame);
        }
        Await.until("the viewer has left", () -> edge.viewers() == 0);
    }

    @ParameterizedTest
    @EnumSource
    void answersAreTheSameInEveryVersion(Version version) throws Exception {
        HttpClient client = client(version);
        ChannelId hls = new ChannelId("live", "c" + UUID.randomUUID());
        Segment segment = new Segment(5, 7, Segment.keyOf(hls.channel(), 1000, 7), 1000, 4960, 100_000, false);
        cluster.say(
                hls,
                Optional.of(cluster.route(hls, 7, edge.origin())),
                Optional.of(new Window(0, 5, List.of(segment), Optional.empty())));

        HttpResponse<String> playlist = send(client, "GET", "/" + hls + ".m3u8");
        assertThat(playlist.statusCode()).isEqualTo(200);
        assertThat(playlist.body()).startsWith("#EXTM3U\n");
        assertThat(playlist.headers().firstValue("access-control-allow-origin")).contains("*");
        String etag = playlist.headers().firstValue("etag").orElseThrow();
        HttpResponse<String> known = send(client, "GET", "/" + hls + ".m3u8", "If-None-Match", etag);
        assertThat(known.statusCode()).isEqualTo(304);
        assertThat(known.body()).isEmpty();

        HttpResponse<byte[]> part = client.send(
                HttpRequest.newBuilder(address("/live/large"))
                        .header("Range", "bytes=100000-199999")
                        .build(),
                BodyHandlers.ofByteArray());
        assertThat(part.statusCode()).isEqualTo(206);
        assertThat(part.body()).isEqualTo(Arrays.copyOfRange(large, 100_000, 200_000));
        assertThat(send(client, "HEAD", "/live/large").headers().firstValue("content-length"))
                .contains("1000000");
        assertThat(send(client, "HEAD", "/" + channel + ".flv").statusCode()).isEqualTo(200);
        assertThat(send(client, "OPTIONS", "/" + channel + ".flv").statusCode()).isEqualTo(204);
        assertThat(send(client, "GET", "/live/none").statusCode()).isEqualTo(404);
        assertThat(send(client, "GET", "/nowhere/none").body()).contains("NoSuchBucket");
        assertThat(send(client, "DELETE", "/live/large").statusCode()).isEqualTo(405);
    }

    @Test
    void manyRequestsAndStreamsShareOneConnection() throws Exception {
        HttpClient client = client(Version.HTTP_2);
        List<CompletableFuture<HttpResponse<byte[]>>> answers = new ArrayList<>();
        HttpResponse<InputStream> stream = client.send(get("/" + channel + ".flv"), BodyHandlers.ofInputStream());
        try (InputStream body = stream.body()) {
            FlvReader reader = new FlvReader(body);
            for (int i = 0; i < REQUESTS; i++) {
                answers.add(client.sendAsync(get("/live/large"), BodyHandlers.ofByteArray()));
            }
            reader.until(FlvReader.Tag::isKeyFrame);
            for (CompletableFuture<HttpResponse<byte[]>> answer : answers) {
                assertThat(answer.get(30, TimeUnit.SECONDS).body()).isEqualTo(large);
            }
            assertThat(edge.viewers()).isEqualTo(1);
        }
        Await.until("the viewer has left", () -> edge.viewers() == 0);
    }

    @Test
    void anEdgeThatStopsLetsStreamsOverHttp2EndWhole() throws Exception {
        try (TestingEdge stopping = new TestingEdge(cluster, "edge.drain-time = 1 s", Optional.of(tls))) {
            ChannelId id = live(stopping);
            HttpClient client = client(Version.HTTP_2);
            HttpRequest request = HttpRequest.newBuilder(URI.create(base(stopping) + "/" + id + ".flv"))
                    .build();
            try (InputStream body =
                    client.send(request, BodyHandlers.ofInputStream()).body()) {
                FlvReader reader = new FlvReader(body);
                reader.until(FlvReader.Tag::isKeyFrame);
                CompletableFuture<Void> stopped =
                        stopping.edge().stop().toCompletableFuture().orTimeout(30, TimeUnit.SECONDS);
                reader.rest();
                assertThat(body.read())
                        .as("an orderly end, not a cancelled stream")
                        .isNegative();
                stopped.join();
            }
        }
    }

    private static HttpClient client(Version version) {
        return HttpClient.newBuilder()
                .version(version)
                .sslContext(TestingTlsClient.trusting())
                .build();
    }

    private HttpResponse<String> send(HttpClient client, String method, String path, String... headers)
            throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(address(path)).method(method, BodyPublishers.noBody());
        if (headers.length > 0) {
            request.headers(headers);
        }
        BodyHandler<String> text = BodyHandlers.ofString();
        return client.send(request.build(), text);
    }

    private HttpRequest get(String path) {
        return HttpRequest.newBuilder(address(path)).build();
    }

    private URI address(String path) {
        return URI.create(base(edge) + path);
    }

    private static String base(TestingEdge edge) {
        return "https://127.0.0.1:" + edge.edge().httpsPort().getAsInt();
    }
}
