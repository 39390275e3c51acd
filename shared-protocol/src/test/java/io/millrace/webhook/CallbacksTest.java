package io.millrace.webhook;

import static io.millrace.webhook.TestingWebhooks.asking;
import static io.millrace.webhook.TestingWebhooks.telling;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.millrace.channel.BucketReply.Bucket;
import io.millrace.channel.ChannelFact;
import io.millrace.channel.ChannelId;
import io.millrace.channel.ClientInfo;
import io.millrace.channel.Webhook;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class CallbacksTest {
    private static final ChannelId CHANNEL = new ChannelId("live", "cam");
    private static final ClientInfo CLIENT =
            new ClientInfo("ABCDEFGH", "192.0.2.7", ClientInfo.DEFAULT_VHOST, "", "", "", Map.of(), Optional.empty());
    private static final String REFUSAL = "{\"code\":1}";

    private final TestingReceiver receiver = new TestingReceiver();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final BlockingQueue<ChannelFact> behind = new LinkedBlockingQueue<>();
    private final List<AutoCloseable> open = new ArrayList<>(List.of(receiver));

    @AfterEach
    void stop() throws Exception {
        for (AutoCloseable each : open) {
            each.close();
        }
    }

    private ClientEvents client(String settings, Bucket bucket, CallbackListener... listeners) {
        WebhookSettings known = TestingWebhooks.settings(settings);
        WebhookClient client = new WebhookClient(known);
        Listeners all = new Listeners(List.of(listeners), Duration.ofSeconds(5));
        open.add(client);
        open.add(all);
        Callbacks callbacks = new Callbacks(
                known,
                TestingWebhooks.buckets(bucket),
                client,
                all,
                (channel, fact) -> behind.add(fact),
                "akka://millrace@127.0.0.1:1#1",
                InstantSource.system(),
                meters);
        return new ClientEvents(callbacks, CLIENT, true);
    }

    private static Claim claim(Bucket bucket, String param) {
        return new Claim(bucket, CHANNEL, param, Optional.empty());
    }

    private static boolean allowed(CompletionStage<Verdict> verdict) throws Exception {
        return verdict.toCompletableFuture().get(30, TimeUnit.SECONDS).allowed();
    }

    private void await(java.util.function.BooleanSupplier condition) throws InterruptedException {
        while (!condition.getAsBoolean()) {
            TimeUnit.MILLISECONDS.sleep(5);
        }
    }

    @Test
    void allWebhooksMustAllow() throws Exception {
        receiver.on((event, exchange) ->
                TestingReceiver.answer(exchange, 200, event.path().equals("/no") ? REFUSAL : "0"));
        Webhook yes = asking("yes", receiver.url("/yes"), Webhook.Style.SRS, true);
        Webhook no = asking("no", receiver.url("/no"), Webhook.Style.SRS, true);
        Bucket willing = TestingWebhooks.bucket(yes, yes);
        Bucket unwilling = TestingWebhooks.bucket(yes, no);
        assertThat(allowed(client("", willing).publish(claim(willing, "?a=b")))).isTrue();
        assertThat(allowed(client("", unwilling).publish(claim(unwilling, "?a=b"))))
                .isFalse();
        assertThat(meters.counter("millrace.webhook.asks.refused").count()).isEqualTo(1);
    }

    @Test
    void aWebhookThatMayNotRefuseIsNotWaitedFor() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        receiver.on((event, exchange) -> {
            try {
                release.await();
                receiver.take(event, exchange);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        Bucket bucket = TestingWebhooks.bucket(telling("a", receiver.url("/"), Webhook.Style.NODE_MEDIA_SERVER));
        assertThat(allowed(client("", bucket).publish(claim(bucket, "")))).isTrue();
        assertThat(receiver.events()).isEmpty();
        release.countDown();
        await(() -> receiver.actions().equals(List.of("prePublish")));
    }

    @Test
    void aReceiverThatHangsIsDecidedByTheSetting() throws Exception {
        receiver.on((event, exchange) -> {});
        Bucket openBucket = TestingWebhooks.bucket(shortAsk(true));
        Bucket closedBucket = TestingWebhooks.bucket(shortAsk(false));
        assertThat(allowed(client("", openBucket).play(claim(openBucket, "")))).isTrue();
        assertThat(allowed(client("", closedBucket).play(claim(closedBucket, ""))))
                .isFalse();
    }

    private Webhook shortAsk(boolean failOpen) {
        Webhook webhook = asking("a", receiver.url("/"), Webhook.Style.SRS, failOpen);
        return new Webhook(
                webhook.name(), webhook.url(), webhook.style(), List.of(), webhook.secret(), true, failOpen, 100);
    }

    @Test
    void tooManyQuestionsAreDecidedByTheSetting() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        AtomicInteger asked = new AtomicInteger();
        receiver.on((event, exchange) -> {
            asked.incrementAndGet();
            try {
                release.await();
                TestingReceiver.answer(exchange, 200, "0");
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        Webhook closed = new Webhook(
                "a", receiver.url("/"), Webhook.Style.SRS, List.of(), java.util.Optional.empty(), true, false, 20_000);
        Bucket bucket = TestingWebhooks.bucket(closed);
        ClientEvents client = client("max-asks = 2", bucket);
        CompletionStage<Verdict> first = client.play(claim(bucket, ""));
        CompletionStage<Verdict> second = client.play(claim(bucket, ""));
        assertThat(allowed(client.play(claim(bucket, "")))).isFalse();
        release.countDown();
        assertThat(allowed(first)).isTrue();
        assertThat(allowed(second)).isTrue();
        assertThat(allowed(client.play(claim(bucket, "")))).isTrue();
        assertThat(asked).hasValue(3);
    }

    @Test
    void aClientsEventsComeInOrderAlthoughTheReceiverFails() throws Exception {
        AtomicInteger calls = new AtomicInteger();
        receiver.on((event, exchange) -> {
            if (calls.incrementAndGet() % 3 == 0) {
                TestingReceiver.answer(exchange, 500, "");
            } else {
                receiver.take(event, exchange);
            }
        });
        Bucket bucket = TestingWebhooks.bucket(telling("a", receiver.url("/"), Webhook.Style.NODE_MEDIA_SERVER));
        ClientEvents client = client("", bucket);
        allowed(client.connect(bucket));
        client.connected(bucket);
        allowed(client.play(claim(bucket, "?a=b")));
        client.played(claim(bucket, "?a=b"));
        client.stopped(claim(bucket, "?a=b"));
        client.disconnected(new Occasion.Traffic(1, 2));
        await(() -> receiver.events().size() == 6);
        assertThat(receiver.actions())
                .containsExactly("preConnect", "postConnect", "prePlay", "postPlay", "donePlay", "doneConnect");
    }

    @Test
    void aPublishersEndComesBehindThatOfItsSession() throws Exception {
        Bucket bucket = TestingWebhooks.bucket(telling("a", receiver.url("/"), Webhook.Style.SRS, "on_close"));
        ClientEvents client = client("", bucket);
        client.connected(bucket);
        client.publishBegins(CHANNEL);
        client.disconnected(new Occasion.Traffic(1, 2));
        assertThat(behind).isEmpty();
        client.publishEnded();
        ChannelFact fact = behind.poll(30, TimeUnit.SECONDS);
        assertThat(fact.kind()).isEqualTo(ChannelFact.Kind.DISCONNECTED);
        assertThat(fact.receivedBytes()).isEqualTo(2);
    }

    @Test
    void moreThanMayWaitIsDropped() throws Exception {
        receiver.on((event, exchange) -> TestingReceiver.answer(exchange, 500, ""));
        Bucket bucket = TestingWebhooks.bucket(telling("a", receiver.url("/"), Webhook.Style.SRS));
        ClientEvents client = client("max-queued = 5", bucket);
        IntStream.range(0, 20).forEach(i -> client.stopped(claim(bucket, "")));
        assertThat(meters.counter("millrace.webhook.node.dropped").count()).isEqualTo(15);
        receiver.on(receiver::take);
        await(() -> receiver.events().size() == 5);
    }

    @Test
    void listenersAreToldAndMayRefuseAndHarmNothing() throws Exception {
        List<Moment> told = java.util.Collections.synchronizedList(new ArrayList<>());
        CallbackListener broken = new CallbackListener() {
            @Override
            public boolean allows(Occasion occasion) {
                throw new IllegalStateException("broken when asked");
            }

            @Override
            public void on(Occasion occasion) {
                throw new IllegalStateException("broken when told");
            }
        };
        CallbackListener strict = new CallbackListener() {
            @Override
            public boolean allows(Occasion occasion) {
                return occasion.moment() != Moment.PUBLISH;
            }

            @Override
            public void on(Occasion occasion) {
                told.add(occasion.moment());
            }
        };
        Bucket bucket = TestingWebhooks.bucket();
        ClientEvents client = client("", bucket, broken, strict);
        assertThat(allowed(client.publish(claim(bucket, "")))).isFalse();
        assertThat(allowed(client.play(claim(bucket, "")))).isTrue();
        client.played(claim(bucket, ""));
        await(() -> told.size() == 2);
        assertThat(told).containsExactly(Moment.PLAY, Moment.PLAYED);
    }
}
