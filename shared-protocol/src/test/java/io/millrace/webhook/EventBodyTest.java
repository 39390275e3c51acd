package io.millrace.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.channel.Bearer;
import io.millrace.channel.ChannelFact;
import io.millrace.channel.ClientInfo;
import io.millrace.channel.Secret;
import io.millrace.channel.Segment;
import io.millrace.channel.Webhook;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The members are those of Node-Media-Server's arguments and of SRS's HTTP hooks. */
class EventBodyTest {
    private static final Instant AT = Instant.parse("2026-01-02T03:04:05.678Z");
    private static final String NODE = "akka://millrace@10.0.0.1:25520#-5";
    private static final ClientInfo CLIENT = new ClientInfo(
            "9308H583",
            "192.168.1.10",
            "video.test.com",
            "rtmp://video.test.com/live",
            "http://www.test.com/live.html",
            "?token=x%20x&salt=yyy",
            Map.of("app", "live", "flashVer", "FMLE/3.0"),
            Optional.empty());

    private final EventBody bodies = new EventBody();

    private JsonNode write(Webhook.Style style, Occasion occasion) throws Exception {
        String event = occasion.moment().name(style).orElse("on_publish");
        return new ObjectMapper().readTree(bodies.write(style, event, occasion));
    }

    private static Occasion of(Moment moment) {
        return Occasion.of(moment, AT, "live", Optional.of("livestream"), CLIENT, NODE);
    }

    private static List<String> members(JsonNode node) {
        List<String> names = new ArrayList<>();
        node.fieldNames().forEachRemaining(names::add);
        return names;
    }

    @Test
    void aNodeMediaServerConnectHasIdAndArgs() throws Exception {
        JsonNode body = write(Webhook.Style.NODE_MEDIA_SERVER, of(Moment.CONNECT));
        assertThat(members(body)).containsExactly("action", "id", "args", "millrace");
        assertThat(body.path("action").asText()).isEqualTo("preConnect");
        assertThat(body.path("id").asText()).isEqualTo("9308H583");
        assertThat(body.path("args").path("app").asText()).isEqualTo("live");
        assertThat(body.path("args").path("flashVer").asText()).isEqualTo("FMLE/3.0");
    }

    @Test
    void aNodeMediaServerPublishHasItsStreamPathAndTheQuery() throws Exception {
        JsonNode body = write(Webhook.Style.NODE_MEDIA_SERVER, of(Moment.PUBLISHED));
        assertThat(members(body)).containsExactly("action", "id", "StreamPath", "args", "millrace");
        assertThat(body.path("action").asText()).isEqualTo("postPublish");
        assertThat(body.path("StreamPath").asText()).isEqualTo("/live/livestream");
        assertThat(body.path("args").path("token").asText()).isEqualTo("x x");
        assertThat(body.path("args").path("salt").asText()).isEqualTo("yyy");
    }

    @Test
    void anSrsPublishHasTheContractsMembers() throws Exception {
        JsonNode body = write(Webhook.Style.SRS, of(Moment.PUBLISHED));
        assertThat(members(body))
                .containsExactly(
                        "server_id",
                        "service_id",
                        "action",
                        "client_id",
                        "ip",
                        "vhost",
                        "app",
                        "tcUrl",
                        "stream",
                        "param",
                        "stream_url",
                        "stream_id",
                        "millrace");
        assertThat(body.path("action").asText()).isEqualTo("on_publish");
        assertThat(body.path("param").asText()).isEqualTo("?token=x%20x&salt=yyy");
        assertThat(body.path("stream_url").asText()).isEqualTo("video.test.com/live/livestream");
        assertThat(body.path("stream_id").asText()).matches("vid-[0-9a-z]{7}");
        assertThat(body.path("server_id").asText()).matches("vid-[0-9a-z]{7}");
    }

    @Test
    void anSrsPlayAndConnectNameThePage() throws Exception {
        assertThat(write(Webhook.Style.SRS, of(Moment.PLAY)).path("pageUrl").asText())
                .isEqualTo("http://www.test.com/live.html");
        JsonNode connect =
                write(Webhook.Style.SRS, Occasion.of(Moment.CONNECT, AT, "live", Optional.empty(), CLIENT, NODE));
        assertThat(members(connect))
                .containsExactly(
                        "server_id",
                        "service_id",
                        "action",
                        "client_id",
                        "ip",
                        "vhost",
                        "app",
                        "tcUrl",
                        "pageUrl",
                        "millrace");
    }

    @Test
    void anSrsCloseCountsBytes() throws Exception {
        JsonNode body = write(Webhook.Style.SRS, of(Moment.DISCONNECTED).withTraffic(new Occasion.Traffic(3, 4)));
        assertThat(body.path("send_bytes").asLong()).isEqualTo(3);
        assertThat(body.path("recv_bytes").asLong()).isEqualTo(4);
        assertThat(body.has("stream")).isFalse();
    }

    @Test
    void anSrsSegmentNamesItsFiles() throws Exception {
        Segment segment = new Segment(37, 7, "livestream/176732304567800000007.ts", 1, 9360, 1000, false);
        ChannelFact fact = ChannelFact.segment(4, AT, CLIENT, "playlist.m3u8", segment);
        JsonNode body = write(Webhook.Style.SRS, Occasion.of("live", "livestream", fact, 12, NODE));
        assertThat(body.path("action").asText()).isEqualTo("on_hls");
        assertThat(body.path("duration").asDouble()).isEqualTo(9.36);
        assertThat(body.path("cwd").asText()).isEqualTo("/live");
        assertThat(body.path("file").asText()).isEqualTo("livestream/176732304567800000007.ts");
        assertThat(body.path("url").asText()).isEqualTo("live/livestream/176732304567800000007.ts");
        assertThat(body.path("m3u8").asText()).isEqualTo("livestream/playlist.m3u8");
        assertThat(body.path("m3u8_url").asText()).isEqualTo("live/livestream/playlist.m3u8");
        assertThat(body.path("seq_no").asLong()).isEqualTo(37);
        assertThat(body.path("millrace").path("epoch").asLong()).isEqualTo(7);
        assertThat(body.path("millrace").path("sequence").asLong()).isEqualTo(12);
    }

    /** Of the token, which neither style knows of, so that nothing a client says can be taken for it. */
    @Test
    void whoCameWithATokenIsToldOfInBothStyles() throws Exception {
        ClientInfo bearer = CLIENT.with(
                "?user_id=forged", Optional.of(new Bearer(Optional.of("user-7"), Map.of("seat", "12", "row", "C"))));
        for (Webhook.Style style : Webhook.Style.values()) {
            for (Moment moment : List.of(Moment.PUBLISHED, Moment.PLAY, Moment.STOPPED)) {
                Occasion occasion = Occasion.of(moment, AT, "live", Optional.of("livestream"), bearer, NODE);
                JsonNode own = write(style, occasion).path("millrace");
                assertThat(own.path("user_id").asText()).isEqualTo("user-7");
                assertThat(own.path("attributes").toString()).isEqualTo("{\"row\":\"C\",\"seat\":\"12\"}");
            }
            JsonNode other = write(style, of(Moment.PLAY)).path("millrace");
            assertThat(members(other)).containsExactly("event_id", "at", "bucket", "channel");
        }
    }

    @Test
    void aFactsIdIsTheSameHoweverOftenItIsTold() {
        ChannelFact fact = ChannelFact.published(4, 7, AT, CLIENT, "p.m3u8");
        assertThat(Occasion.of("live", "a", fact, 12, NODE).id())
                .isEqualTo(Occasion.of("live", "a", fact, 12, "other").id())
                .isNotEqualTo(Occasion.of("live", "a", fact, 13, NODE).id())
                .isNotEqualTo(Occasion.of("live", "b", fact, 12, NODE).id());
    }

    /** Computed with: printf '1700000000.{}' | openssl dgst -sha256 -hmac 'a secret of ours'. */
    @Test
    void theSignatureIsOverTimeAndBody() {
        assertThat(EventSignature.of(
                        new Secret("a secret of ours"), 1_700_000_000L, "{}".getBytes(StandardCharsets.UTF_8)))
                .isEqualTo("v1=1715c4e6b587201d71c5f8d18b5c82786955408c04c206bc792a1a911d1f8eed");
    }

    @Test
    void whatAnSrsHookWasAskedItIsNotToldOnceMore() {
        Webhook asking = TestingWebhooks.asking("a", "http://h/", Webhook.Style.SRS, true);
        Webhook telling = TestingWebhooks.telling("a", "http://h/", Webhook.Style.SRS);
        assertThat(Moment.PUBLISH.wantedBy(asking)).contains("on_publish");
        assertThat(Moment.PUBLISHED.wantedBy(asking)).isEmpty();
        assertThat(Moment.PUBLISH.wantedBy(telling)).isEmpty();
        assertThat(Moment.PUBLISHED.wantedBy(telling)).contains("on_publish");
        assertThat(Moment.SEGMENT.wantedBy(TestingWebhooks.telling("a", "http://h/", Webhook.Style.SRS, "on_stop")))
                .isEmpty();
    }
}
