package io.millrace.edge.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.millrace.LeakGuard;
import io.millrace.auth.ObjectDecision;
import io.millrace.auth.Right;
import io.millrace.channel.BucketReply.Bucket;
import io.millrace.channel.ChannelId;
import io.millrace.channel.Webhook;
import io.millrace.edge.Await;
import io.millrace.rtmp.address.Parameter;
import io.millrace.webhook.Callbacks;
import io.millrace.webhook.HttpCallbacks;
import io.millrace.webhook.Listeners;
import io.millrace.webhook.TestingReceiver;
import io.millrace.webhook.TestingReceiver.Event;
import io.millrace.webhook.TestingWebhooks;
import io.millrace.webhook.WebhookClient;
import io.millrace.webhook.WebhookSettings;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpVersion;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** HLS players, of whom only their requests are seen. */
@ExtendWith(LeakGuard.class)
@Timeout(60)
class PlayerCallbacksTest {
    private static final ChannelId CHANNEL = new ChannelId("live", "cam");

    private final TestingReceiver receiver = new TestingReceiver();
    private final Bucket bucket =
            TestingWebhooks.bucket(TestingWebhooks.telling("a", receiver.url("/"), Webhook.Style.NODE_MEDIA_SERVER));
    private final WebhookSettings settings = TestingWebhooks.settings("");
    private final WebhookClient client = new WebhookClient(settings);
    private final Listeners listeners = new Listeners(List.of(), Duration.ofSeconds(1));
    private final EmbeddedChannel connection = new EmbeddedChannel(new ChannelInboundHandlerAdapter());
    private final AtomicInteger served = new AtomicInteger();

    @AfterEach
    void stop() {
        connection.finishAndReleaseAll();
        client.close();
        listeners.close();
        receiver.close();
    }

    private PlayerCallbacks players(int max, Duration memory) {
        receiver.on(receiver::take);
        Callbacks callbacks = new Callbacks(
                settings,
                TestingWebhooks.buckets(bucket),
                client,
                listeners,
                (channel, fact) -> {},
                "akka://millrace@127.0.0.1:1#1",
                InstantSource.system(),
                new SimpleMeterRegistry());
        return new PlayerCallbacks(new HttpCallbacks(callbacks), new HttpAnswers("*"), max, memory);
    }

    private EdgeRequest request(String query) {
        ChannelHandlerContext context = connection.pipeline().firstContext();
        return new EdgeRequest(
                context,
                new DefaultFullHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.GET, "/live/cam.m3u8?p=" + query),
                new Mounts.Place("/live/cam.m3u8", true, false, Optional.empty()),
                new InetSocketAddress("192.0.2.7", 4711),
                new ObjectDecision.Granted(
                        bucket, "cam.m3u8", List.of(new Parameter("p", query)), Optional.empty(), Right.LASTING));
    }

    /** Asks for a playlist and waits for it. */
    private void ask(PlayerCallbacks players, String query, boolean live) {
        EdgeRequest request = request(query);
        int before = served.get();
        players.askHls(request, CHANNEL, () -> {
            if (live) {
                players.playsHls(request, CHANNEL);
            }
            served.incrementAndGet();
        });
        Await.until("the request is served", () -> {
            connection.runPendingTasks();
            return served.get() > before;
        });
    }

    private List<String> actions(String query) {
        return receiver.events().stream()
                .filter(event -> event.body().path("args").path("p").asText().equals(query))
                .map(Event::action)
                .toList();
    }

    @Test
    void aPlayerThatComesNoMoreHasEndedItsPlay() {
        PlayerCallbacks players = players(10, Duration.ofMillis(300));
        ask(players, "one", true);
        ask(players, "one", true);
        Await.until("the end of the first is told", () -> actions("one").contains("donePlay"));
        assertThat(actions("one")).containsExactly("prePlay", "postPlay", "donePlay");
        assertThat(receiver.events())
                .extracting(event -> event.body().path("id").asText())
                .containsOnly(receiver.events().get(0).body().path("id").asText());
    }

    @Test
    void whoIsForgottenForOthersHasEndedItsPlayAndIsAskedAboutAgain() {
        PlayerCallbacks players = players(1, Duration.ofMinutes(1));
        for (int i = 0; i < 5; i++) {
            ask(players, "p" + i, true);
        }
        Await.until(
                "all four ends are told",
                () -> receiver.actions().stream().filter("donePlay"::equals).count() == 4);
    }

    /** Recordings are asked for once, however long they are watched. */
    @Test
    void aPlayOfSomethingElseThanALivePlaylistHasNoEnd() {
        PlayerCallbacks players = players(10, Duration.ofMillis(100));
        ask(players, "recording", false);
        ask(players, "live", true);
        Await.until("the end of the live player is told", () -> actions("live").contains("donePlay"));
        assertThat(actions("recording")).containsExactly("prePlay");
    }
}
