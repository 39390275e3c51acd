package io.millrace.systemtest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.systemtest.Ffmpeg.Coding;
import io.millrace.tls.TestingCertificate;
import io.millrace.webhook.TestingReceiver;
import io.millrace.webhook.TestingReceiver.Event;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** A node that asks and tells a receiver in the styles of Node-Media-Server and of SRS. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WebhookTest {
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final String NMS = "/nms";
    private static final String SRS = "/srs";

    private final TestingReceiver receiver = new TestingReceiver();
    private final TestingCertificate certificate = TestingCertificate.makeSigned("EC");
    private final TestingReceiver trusted = secure(certificate);
    private final TestingReceiver stranger = secure(TestingCertificate.make("EC"));

    @TempDir
    private static Path directory;

    private TestingNode node;

    private static TestingReceiver secure(TestingCertificate certificate) {
        TestingReceiver secure =
                new TestingReceiver(InetAddress.getLoopbackAddress(), Optional.of(certificate.serverContext()));
        return secure.on(secure::take);
    }

    @BeforeAll
    void start() throws Exception {
        receiver.on(this::answer);
        Path authority = Files.writeString(directory.resolve("authority.pem"), certificate.authorityPem());
        node = TestingNode.start(
                directory,
                Map.of("MILLRACE_WEBHOOK_ALLOW_NETWORKS", "127.0.0.0/8"),
                "-Dmillrace.webhook.retry-max=1s",
                "-Dmillrace.webhook.trusted-certificates=" + authority,
                "-Dmillrace.access.bucket-cache-time=0s");
        HttpResponse<String> set = patch(
                """
                {"webhooks": [
                  {"name": "nms", "url": "%s", "style": "NODE_MEDIA_SERVER", "refuses": true, "secret": "a secret of ours"},
                  {"name": "srs", "url": "%s", "style": "SRS", "refuses": true},
                  {"name": "trusted", "url": "%s", "style": "SRS", "events": ["on_publish"]},
                  {"name": "stranger", "url": "%s", "style": "SRS", "events": ["on_publish"]}]}
                """
                        .formatted(receiver.url(NMS), receiver.url(SRS), trusted.url("/tls"), stranger.url("/tls")));
        assertThat(set.statusCode()).as(set.body()).isEqualTo(200);
        assertThat(set.body()).doesNotContain("a secret of ours");
    }

    @AfterAll
    void stop() {
        node.close();
        receiver.close();
        trusted.close();
        stranger.close();
    }

    /** Refuses who says so in the query, in either style's way. */
    private void answer(Event event, com.sun.net.httpserver.HttpExchange exchange) throws java.io.IOException {
        receiver.events().add(event);
        String what = event.body().toString();
        if (event.path().equals(NMS)) {
            boolean refused = event.action().equals("prePublish") && what.contains("nms-no");
            TestingReceiver.answer(exchange, refused ? 403 : 200, "");
        } else {
            boolean refused = event.action().equals("on_play") && what.contains("srs-no");
            TestingReceiver.answer(exchange, 200, refused ? "{\"code\":1}" : "0");
        }
    }

    private HttpResponse<String> patch(String body) throws Exception {
        return send(HttpRequest.newBuilder(URI.create(node.api() + "/v1/buckets/live/settings"))
                .method("PATCH", HttpRequest.BodyPublishers.ofString(body)));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        String key = node.accessKeyId() + ':' + node.accessKeySecret();
        String basic = Base64.getEncoder().encodeToString(key.getBytes(StandardCharsets.UTF_8));
        return HttpClient.newHttpClient()
                .send(request.header("Authorization", "Basic " + basic).build(), BodyHandlers.ofString());
    }

    private List<Event> of(String path, String id) {
        return receiver.events().stream()
                .filter(event -> event.path().equals(path) && client(event).equals(id))
                .toList();
    }

    private static String client(Event event) {
        return event.body().path(event.path().equals(NMS) ? "id" : "client_id").asText();
    }

    private List<String> actions(String path, String id) {
        return of(path, id).stream().map(Event::action).toList();
    }

    /** The client of the first event of that name that says so. */
    private String client(String action, String text) {
        return Await.until(
                action,
                LIMIT,
                () -> receiver.events().stream()
                        .filter(event -> event.action().equals(action)
                                && event.body().toString().contains(text))
                        .map(WebhookTest::client)
                        .findFirst()
                        .orElse(""),
                id -> !id.isEmpty());
    }

    private void awaitActions(String path, String id, String... expected) {
        List<String> wanted = List.of(expected);
        Await.until(wanted.toString(), LIMIT, () -> distinct(actions(path, id)), wanted::equals);
    }

    /** Repeats of on_hls count once. */
    private static List<String> distinct(List<String> actions) {
        return actions.stream().distinct().toList();
    }

    @Test
    void publishersAndPlayersAreToldOfInBothStylesInTheirOrder() throws Exception {
        String token = new AdminClient(node.target())
                .ask(
                        "POST",
                        "/v1/buckets/live/tokens",
                        """
                        {"prefix": "", "actions": ["publish", "play"], "expiresInSeconds": 600,
                         "userId": "user-7", "attributes": {"seat": "12"}}
                        """)
                .path("token")
                .asText();
        String publisher;
        String rtmpPlayer;
        String httpPlayer;
        try (Program ffmpeg = Ffmpeg.publish(
                Coding.H264, node.rtmp() + "/live/order?key=x&n=1&token=" + token, Duration.ofHours(1))) {
            publisher = client("postPublish", "/live/order");
            try (Program rtmp = Ffmpeg.startDecoding(
                            node.rtmp() + "/live/order?p=rtmp&token=" + token, Duration.ofSeconds(1));
                    Program http = Ffmpeg.startDecoding(
                            node.http() + "/live/order.flv?p=http&token=" + token, Duration.ofSeconds(1))) {
                rtmp.awaitSuccess(LIMIT);
                http.awaitSuccess(LIMIT);
            }
            rtmpPlayer = client("prePlay", "\"p\":\"rtmp\"");
            httpPlayer = client("prePlay", "\"p\":\"http\"");
            client("on_hls", "order/");
            assertThat(ffmpeg.isAlive()).as(ffmpeg.output()).isTrue();
        }
        awaitActions(
                NMS, publisher, "preConnect", "postConnect", "prePublish", "postPublish", "donePublish", "doneConnect");
        awaitActions(SRS, publisher, "on_connect", "on_publish", "on_hls", "on_unpublish", "on_close");
        awaitActions(NMS, rtmpPlayer, "preConnect", "postConnect", "prePlay", "postPlay", "donePlay", "doneConnect");
        awaitActions(SRS, rtmpPlayer, "on_connect", "on_play", "on_stop", "on_close");
        awaitActions(NMS, httpPlayer, "preConnect", "postConnect", "prePlay", "postPlay", "donePlay", "doneConnect");
        awaitActions(SRS, httpPlayer, "on_play", "on_stop");

        for (String action : List.of("prePublish", "postPublish", "donePublish", "prePlay", "postPlay", "donePlay")) {
            assertToldOfBearer(NMS, action);
        }
        for (String action : List.of("on_publish", "on_hls", "on_unpublish", "on_play", "on_stop")) {
            assertToldOfBearer(SRS, action);
        }
        assertThat(receiver.events())
                .noneMatch(event -> new String(event.raw(), StandardCharsets.UTF_8).contains(token));
        assertThat(publisher).matches("[A-Z0-9]{8}");
        Event post = of(NMS, publisher).get(3);
        assertThat(post.body().path("StreamPath").asText()).isEqualTo("/live/order");
        assertThat(post.body().path("args").path("key").asText()).isEqualTo("x");
        assertThat(post.headers()).containsKeys("Millrace-event-id", "Millrace-timestamp", "Millrace-signature");
        assertThat(of(NMS, publisher).get(0).body().path("args").path("app").asText())
                .isEqualTo("live");
        Event publish = of(SRS, publisher).get(1);
        assertThat(publish.body().path("param").asText()).isEqualTo("?key=x&n=1");
        assertThat(publish.body().path("app").asText()).isEqualTo("live");
        assertThat(publish.body().path("stream").asText()).isEqualTo("order");
        assertThat(publish.body().path("ip").asText()).isEqualTo("127.0.0.1");
        List<Event> closes = of(SRS, publisher);
        assertThat(closes.get(closes.size() - 1).body().path("recv_bytes").asLong())
                .isPositive();
        List<Event> played = of(SRS, rtmpPlayer);
        assertThat(played.get(3).body().path("send_bytes").asLong()).isPositive();
        HttpResponse<String> listed = send(HttpRequest.newBuilder(
                URI.create(node.api() + "/v1/buckets/live/webhooks/srs/deliveries?state=delivered&channel=order")));
        assertThat(listed.body()).contains("on_unpublish", "\"state\":\"DELIVERED\"");
    }

    private void assertToldOfBearer(String path, String action) {
        List<Event> told = receiver.events().stream()
                .filter(event -> event.path().equals(path)
                        && event.action().equals(action)
                        && event.body()
                                .path("millrace")
                                .path("channel")
                                .asText()
                                .equals("order"))
                .toList();
        assertThat(told).as(action).isNotEmpty().allSatisfy(event -> {
            JsonNode own = event.body().path("millrace");
            assertThat(own.path("user_id").asText()).isEqualTo("user-7");
            assertThat(own.path("attributes").path("seat").asText()).isEqualTo("12");
        });
    }

    @Test
    void aReceiverOfOurOwnAuthorityIsTrustedAndAStrangerIsNot() throws Exception {
        try (Program ffmpeg = Ffmpeg.publish(Coding.H264, node.rtmp() + "/live/secure", Duration.ofHours(1))) {
            Await.until("the trusted receiver", LIMIT, () -> trusted.events().stream()
                    .anyMatch(event -> event.body().path("stream").asText().equals("secure")));
            Await.until(
                    "the stranger's failure",
                    LIMIT,
                    () -> pending("stranger", "secure"),
                    text -> text.contains("its certificate is not trusted, see millrace.webhook.trusted-certificates"));
            assertThat(ffmpeg.isAlive()).as(ffmpeg.output()).isTrue();
        }
        assertThat(stranger.events()).isEmpty();
    }

    @Test
    void whoIsRefusedPublishesAndPlaysNothing() throws Exception {
        try (Program ffmpeg =
                Ffmpeg.publish(Coding.H264, node.rtmp() + "/live/refused?nms-no=1", Duration.ofHours(1))) {
            assertThat(ffmpeg.awaitExit(LIMIT)).isNotZero();
            assertThat(ffmpeg.output()).contains("A callback has refused this publish");
        }
        String id = client("prePublish", "nms-no");
        awaitActions(NMS, id, "preConnect", "postConnect", "prePublish", "doneConnect");
        try (Program ffmpeg = Ffmpeg.publish(Coding.H264, node.rtmp() + "/live/allowed", Duration.ofHours(1))) {
            client("postPublish", "/live/allowed");
            HttpResponse<String> http = HttpClient.newHttpClient()
                    .send(
                            HttpRequest.newBuilder(URI.create(node.http() + "/live/allowed.flv?srs-no=1"))
                                    .build(),
                            BodyHandlers.ofString());
            assertThat(http.statusCode()).isEqualTo(403);
            HttpResponse<String> hls = HttpClient.newHttpClient()
                    .send(
                            HttpRequest.newBuilder(URI.create(node.http() + "/live/allowed.m3u8?srs-no=2"))
                                    .build(),
                            BodyHandlers.ofString());
            assertThat(hls.statusCode()).isEqualTo(403);
            try (Program player = Ffmpeg.startDecoding(node.rtmp() + "/live/allowed?srs-no=3", Duration.ofSeconds(1))) {
                assertThat(player.awaitExit(LIMIT)).isNotZero();
            }
            assertThat(ffmpeg.isAlive()).isTrue();
        }
    }

    @Test
    void whatANodeThatIsKilledHasNotDeliveredItDeliversLater() throws Exception {
        receiver.on((event, exchange) -> {
            if (event.action().startsWith("post") || event.action().startsWith("done")) {
                TestingReceiver.answer(exchange, 503, "");
            } else {
                answer(event, exchange);
            }
        });
        try (Program ffmpeg = Ffmpeg.publish(Coding.H264, node.rtmp() + "/live/killed", Duration.ofHours(1))) {
            client("prePublish", "/live/killed");
            Await.until("on the air", LIMIT, () -> pending("nms", "killed"), text -> text.contains("postPublish"));
            node.kill();
            ffmpeg.awaitExit(LIMIT);
        }
        receiver.on(this::answer);
        node.start();
        String id = client("postPublish", "/live/killed");
        Await.until("the end", LIMIT, () -> actions(NMS, id), actions -> actions.contains("donePublish"));
        assertThat(actions(NMS, id)).containsSubsequence("prePublish", "postPublish", "donePublish");
    }

    private String pending(String webhook, String channel) {
        try {
            return send(HttpRequest.newBuilder(URI.create(node.api() + "/v1/buckets/live/webhooks/" + webhook
                            + "/deliveries?state=pending&channel=" + channel)))
                    .body();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
