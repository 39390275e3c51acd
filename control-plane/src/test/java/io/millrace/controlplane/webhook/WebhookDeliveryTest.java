package io.millrace.controlplane.webhook;

import static io.millrace.webhook.TestingWebhooks.telling;
import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import akka.cluster.sharding.typed.javadsl.ClusterSharding;
import akka.persistence.testkit.PersistenceTestKitPlugin;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.millrace.auth.Buckets;
import io.millrace.channel.BucketReply.Bucket;
import io.millrace.channel.ChannelFact;
import io.millrace.channel.ChannelId;
import io.millrace.channel.ChannelMessage;
import io.millrace.channel.ClientInfo;
import io.millrace.channel.DeliveryCommand;
import io.millrace.channel.DeliveryReply;
import io.millrace.channel.DeliveryReply.Deliveries;
import io.millrace.channel.DeliveryReply.Delivery;
import io.millrace.channel.DeliveryReply.State;
import io.millrace.channel.Segment;
import io.millrace.channel.Webhook;
import io.millrace.tls.TestingCertificate;
import io.millrace.webhook.EventPost;
import io.millrace.webhook.EventSignature;
import io.millrace.webhook.TestingReceiver;
import io.millrace.webhook.TestingWebhooks;
import io.millrace.webhook.WebhookClient;
import io.millrace.webhook.WebhookSettings;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.LongStream;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** One channel's delivery, with a receiver behind a socket and a journal that outlives the actor. */
class WebhookDeliveryTest {
    private static final ChannelId ID = new ChannelId("live", "cam");
    private static final ClientInfo CLIENT = new ClientInfo(
            "ABCDEFGH",
            "192.0.2.7",
            ClientInfo.DEFAULT_VHOST,
            "rtmp://h/live",
            "",
            "?a=b",
            Map.of("app", "live"),
            Optional.empty());

    private final ActorTestKit actors =
            ActorTestKit.create(PersistenceTestKitPlugin.getInstance().config());
    private final TestProbe<ClusterSharding.ShardCommand> shard = actors.createTestProbe();
    private final TestingReceiver receiver = new TestingReceiver();
    private final List<WebhookClient> clients = new ArrayList<>();
    private volatile Instant now = Instant.parse("2026-01-02T03:04:05Z");
    private volatile Bucket bucket = TestingWebhooks.bucket(telling("one", receiver.url("/one"), Webhook.Style.SRS));
    private ActorRef<ChannelMessage> delivery = start("");

    @AfterEach
    void stop() {
        actors.shutdownTestKit();
        clients.forEach(WebhookClient::close);
        receiver.close();
    }

    private ActorRef<ChannelMessage> start(String changes) {
        WebhookSettings settings = TestingWebhooks.settings(changes);
        WebhookClient client = new WebhookClient(settings);
        clients.add(client);
        InstantSource clock = () -> now;
        DeliveryServices services = new DeliveryServices(
                settings,
                new CurrentBucket(),
                new EventPost(client, clock, settings.sendTimeout()),
                "akka://millrace@127.0.0.1:1#1",
                clock,
                new SimpleMeterRegistry());
        return actors.spawn(WebhookDelivery.create(ID, services, shard.getRef()));
    }

    /** The actor's end and a new one, with what the journal has. */
    private void restart(String changes) {
        actors.stop(delivery, Duration.ofSeconds(10));
        delivery = start(changes);
    }

    /** Answers with the bucket as it is at that time. */
    private final class CurrentBucket implements Buckets {
        @Override
        public CompletionStage<Optional<Bucket>> find(String name) {
            return CompletableFuture.completedFuture(Optional.of(bucket));
        }

        @Override
        public CompletionStage<List<String>> names() {
            return CompletableFuture.completedFuture(List.of("live"));
        }
    }

    private ChannelFact segment(long number) {
        return ChannelFact.segment(
                number, now, CLIENT, "p.m3u8", new Segment(number, 7, "cam/" + number + ".ts", 1, 5000, 1, false));
    }

    private void take(ChannelFact... facts) {
        TestProbe<DeliveryReply.Taken> taken = actors.createTestProbe();
        delivery.tell(new DeliveryCommand.Take(List.of(facts), taken.getRef()));
        assertThat(taken.receiveMessage(Duration.ofSeconds(30)).upTo()).isEqualTo(facts[facts.length - 1].number());
    }

    private Deliveries list(String webhook) {
        TestProbe<Deliveries> listed = actors.createTestProbe();
        delivery.tell(new DeliveryCommand.ListDeliveries(webhook, Webhook.Style.SRS, 1000, listed.getRef()));
        return listed.receiveMessage(Duration.ofSeconds(30));
    }

    private List<Delivery> list(String webhook, State state) {
        return list(webhook).deliveries().stream()
                .filter(each -> each.state() == state)
                .toList();
    }

    private void awaitEvents(int count) {
        await(() -> assertThat(receiver.events()).hasSizeGreaterThanOrEqualTo(count));
    }

    private void await(Runnable assertion) {
        TestProbe<Object> waiting = actors.createTestProbe();
        waiting.awaitAssert(Duration.ofSeconds(30), () -> {
            assertion.run();
            return null;
        });
    }

    @Test
    void factsComeInTheirOrderSignedAndNumbered() {
        receiver.on(receiver::take);
        take(ChannelFact.published(1, 7, now, CLIENT, "p.m3u8"), segment(2));
        take(ChannelFact.unpublished(3, 7, now, CLIENT, "p.m3u8"));
        delivery.tell(new DeliveryCommand.Append(ChannelFact.disconnected(now, CLIENT, 10, 20)));
        awaitEvents(4);

        assertThat(receiver.actions()).containsExactly("on_publish", "on_hls", "on_unpublish", "on_close");
        assertThat(receiver.events())
                .extracting(
                        event -> event.body().path("millrace").path("sequence").asLong())
                .containsExactly(1L, 2L, 3L, 4L);
        assertThat(receiver.events()).allSatisfy(event -> assertThat(
                        event.body().path("millrace").path("epoch").asLong())
                .isEqualTo(7));
        TestingReceiver.Event first = receiver.events().get(0);
        assertThat(first.headers().getFirst("Millrace-Signature"))
                .isEqualTo(EventSignature.of(
                        bucket.settings().webhooks().get(0).secret().orElseThrow(),
                        Long.parseLong(first.headers().getFirst("Millrace-Timestamp")),
                        first.raw()));
        await(() -> assertThat(list("one", State.DELIVERED)).hasSize(4));
    }

    @Test
    void aReceiverThatFailsAThirdAndIsKilledOnceLosesNothingAndKeepsTheOrder() {
        receiver.on(receiver.unreliable(5));
        int count = 100;
        for (long i = 1; i <= count / 2; i++) {
            take(segment(i));
        }
        receiver.kill();
        for (long i = count / 2 + 1; i <= count; i++) {
            take(segment(i));
        }
        restart("");
        receiver.start();

        await(() -> assertThat(receiver.events())
                .extracting(event -> event.body().path("seq_no").asLong())
                .contains((long) count));
        await(() -> assertThat(list("one", State.PENDING)).isEmpty());
        Map<Long, String> ids = new HashMap<>();
        List<Long> firsts = new ArrayList<>();
        for (TestingReceiver.Event event : receiver.events()) {
            long sequence = event.body().path("seq_no").asLong();
            if (ids.putIfAbsent(sequence, event.id()) == null) {
                firsts.add(sequence);
            }
            assertThat(event.id()).isEqualTo(ids.get(sequence));
        }
        assertThat(receiver.events()).hasSizeGreaterThan(count);
        assertThat(firsts).isEqualTo(LongStream.rangeClosed(1, count).boxed().toList());
        assertThat(ids.values()).doesNotHaveDuplicates();
    }

    @Test
    void aFactThatIsHandedOverTwiceIsDeliveredOnce() {
        receiver.on(receiver::take);
        take(segment(1), segment(2));
        take(segment(1), segment(2), segment(3));
        awaitEvents(3);
        restart("");
        take(segment(3), segment(4));
        awaitEvents(4);
        assertThat(receiver.events())
                .extracting(event -> event.body().path("seq_no").asLong())
                .containsExactly(1L, 2L, 3L, 4L);
    }

    @Test
    void whatNobodyWantedIsNoNewsForAWebhookThatIsSetLater() {
        receiver.on(receiver::take);
        Bucket later = bucket;
        bucket = TestingWebhooks.bucket();
        take(ChannelFact.published(1, 7, now, CLIENT, "p.m3u8"), segment(2));
        restart("");
        bucket = later;
        take(
                ChannelFact.published(1, 7, now, CLIENT, "p.m3u8"),
                segment(2),
                ChannelFact.unpublished(3, 7, now, CLIENT, "p.m3u8"));
        awaitEvents(1);
        await(() -> assertThat(list("one", State.DELIVERED)).hasSize(1));
        assertThat(receiver.actions()).containsExactly("on_unpublish");
    }

    @Test
    void aConnectionThatEndsIsOfTheSessionThatBeganThoughNobodyWantedToKnowOfThat() {
        receiver.on(receiver::take);
        bucket = TestingWebhooks.bucket(telling("one", receiver.url("/one"), Webhook.Style.SRS, "on_close"));
        take(ChannelFact.published(1, 7, now, CLIENT, "p.m3u8"));
        restart("");
        delivery.tell(new DeliveryCommand.Append(ChannelFact.disconnected(now, CLIENT, 10, 20)));
        awaitEvents(1);
        assertThat(receiver.actions()).containsExactly("on_close");
        assertThat(receiver.events()
                        .get(0)
                        .body()
                        .path("millrace")
                        .path("epoch")
                        .asLong())
                .isEqualTo(7);
    }

    @Test
    void oneWebhookThatFailsDoesNotHoldUpTheOther() {
        bucket = TestingWebhooks.bucket(
                telling("one", receiver.url("/one"), Webhook.Style.SRS),
                telling("two", receiver.url("/two"), Webhook.Style.NODE_MEDIA_SERVER, "donePublish"));
        receiver.on((event, exchange) -> {
            if (event.path().equals("/one")) {
                TestingReceiver.answer(exchange, 500, "");
            } else {
                receiver.take(event, exchange);
            }
        });
        take(
                ChannelFact.published(1, 7, now, CLIENT, "p.m3u8"),
                segment(2),
                ChannelFact.unpublished(3, 7, now, CLIENT, "p.m3u8"));
        awaitEvents(1);
        assertThat(receiver.actions()).containsExactly("donePublish");
        assertThat(receiver.events().get(0).body().path("StreamPath").asText()).isEqualTo("/live/cam");
        await(() -> assertThat(list("one", State.PENDING))
                .extracting(Delivery::event)
                .containsExactly("on_publish", "on_hls", "on_unpublish"));
        await(() -> assertThat(list("one", State.PENDING).get(0).error()).contains("status 500"));
        assertThat(list("two", State.PENDING)).isEmpty();
    }

    @Test
    void whatIsTooOldHasFailedAndCanBeTriedAnew() {
        receiver.on((event, exchange) -> TestingReceiver.answer(exchange, 503, ""));
        take(segment(1), segment(2));
        await(() -> assertThat(list("one", State.PENDING).get(0).attempts()).isPositive());
        now = now.plus(Duration.ofDays(1));
        await(() -> assertThat(list("one", State.FAILED)).hasSize(2));
        assertThat(list("one", State.FAILED).get(0).error()).contains("status 503");

        restart("");
        receiver.on(receiver::take);
        TestProbe<DeliveryReply.Retried> retried = actors.createTestProbe();
        delivery.tell(new DeliveryCommand.RetryDeliveries("one", retried.getRef()));
        assertThat(retried.receiveMessage().failed()).isEqualTo(2);
        awaitEvents(2);
        await(() -> assertThat(list("one", State.DELIVERED)).hasSize(2));
        assertThat(list("one", State.FAILED)).isEmpty();
    }

    @Test
    void whatAReceiverDoesNotGetThatIsNotTrustedHasFailedWithTheReason() {
        SSLContext unknown = TestingCertificate.make("EC").serverContext();
        try (TestingReceiver stranger = new TestingReceiver(InetAddress.getLoopbackAddress(), Optional.of(unknown))) {
            stranger.on(stranger::take);
            bucket = TestingWebhooks.bucket(telling("one", stranger.url("/one"), Webhook.Style.SRS));
            take(segment(1));
            await(() -> assertThat(list("one", State.PENDING).get(0).attempts()).isPositive());
            now = now.plus(Duration.ofDays(1));
            await(() -> assertThat(list("one", State.FAILED))
                    .extracting(failed -> failed.error().orElse(""))
                    .containsExactly("its certificate is not trusted, see millrace.webhook.trusted-certificates"));
            assertThat(stranger.events()).isEmpty();
        }
    }

    @Test
    void theOldestAreDroppedWhenTooManyWait() {
        restart("max-queued-per-channel = 5");
        receiver.on((event, exchange) -> TestingReceiver.answer(exchange, 503, ""));
        for (long i = 1; i <= 12; i++) {
            take(segment(i));
        }
        Deliveries all = list("one");
        assertThat(all.dropped()).isEqualTo(7);
        assertThat(all.deliveries()).extracting(Delivery::sequence).containsExactly(8L, 9L, 10L, 11L, 12L);
    }

    @Test
    void aWebhookThatHasGoneGetsNothingMore() {
        receiver.on((event, exchange) -> TestingReceiver.answer(exchange, 503, ""));
        take(segment(1));
        bucket = TestingWebhooks.bucket();
        await(() -> assertThat(list("one").deliveries()).isEmpty());
        take(segment(2));
        assertThat(list("one").deliveries()).isEmpty();
    }
}
