package io.millrace.systemtest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.webhook.TestingReceiver;
import io.millrace.webhook.TestingReceiver.Event;
import java.net.InetAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Webhooks of a cluster whose nodes die: publishers and players are at other nodes than those that deliver. */
@ExtendWith(SharedCluster.class)
@Order(SharedCluster.FIRST + 2)
class ClusterWebhooksTest {
    private static final Duration LIMIT = Duration.ofSeconds(90);
    private static final String SETTINGS = "/v1/buckets/live/settings";

    /** For so long a node goes by what it knows of a bucket's settings (docs/webhooks.md), and a little longer. */
    private static final Duration SETTINGS_KNOWN = Duration.ofSeconds(3);

    private static final String ONE = "hooks-one";
    private static final String TWO = "hooks-two";

    private static TestingCluster cluster;

    /** All that was sent, taken or not. */
    private final List<Event> attempts = new CopyOnWriteArrayList<>();

    @BeforeAll
    static void start(TestingCluster shared) {
        cluster = shared;
    }

    private static AdminClient api() {
        return new AdminClient(cluster.target(cluster.anyControlPlane().name(), "origin1", "edge1"));
    }

    private static String channel(Event event) {
        return event.body().path("stream").asText();
    }

    private static boolean isDurable(Event event) {
        return event.body().path("millrace").has("sequence");
    }

    private static List<Event> of(List<Event> events, String channel) {
        return events.stream()
                .filter(event ->
                        event.body().path("millrace").path("channel").asText().equals(channel))
                .toList();
    }

    private static ClusterNode deliverer(String channel) {
        return Await.until(
                        "a node delivers",
                        LIMIT,
                        () -> cluster.controlPlane().stream()
                                .filter(node -> node.log().contains("live/" + channel + ": webhook cluster failed"))
                                .findFirst(),
                        found -> found.isPresent())
                .orElseThrow();
    }

    private static String pending(String channel) {
        try {
            JsonNode listed = api().ask(
                            "GET", "/v1/buckets/live/webhooks/cluster/deliveries?state=pending&channel=" + channel, "");
            assertThat(listed.path("dropped").asLong()).isZero();
            return listed.path("deliveries").toString();
        } catch (AssertionError unavailable) {
            return unavailable.getMessage();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static boolean hasCome(TestingReceiver receiver, String channel, String action) {
        return of(receiver.events(), channel).stream()
                .anyMatch(event -> event.action().equals(action));
    }

    @Test
    void theNodeThatDeliversIsKilledWhileTheReceiverFailsAndNothingIsLost() throws Exception {
        try (TestingReceiver receiver =
                new TestingReceiver(InetAddress.getByName(cluster.network().address()), Optional.empty())) {
            receiver.on((event, exchange) -> {
                attempts.add(event);
                TestingReceiver.answer(exchange, 503, "");
            });
            api().ask(
                            "PATCH",
                            SETTINGS,
                            "{\"webhooks\":[{\"name\":\"cluster\",\"style\":\"SRS\",\"url\":\"%s\"}]}"
                                    .formatted(receiver.url("/srs")));
            LockSupport.parkNanos(SETTINGS_KNOWN.toNanos());
            Map<String, Long> segments = publishAndKill(receiver);
            for (String channel : List.of(ONE, TWO)) {
                Await.until(channel + " has ended", LIMIT, () -> hasCome(receiver, channel, "on_unpublish"));
                Await.until(channel, LIMIT, () -> pending(channel), "[]"::equals);
                assertComplete(of(receiver.events(), channel), segments.get(channel));
                Await.until("the player has gone", LIMIT, () -> hasCome(receiver, channel, "on_stop"));
            }
        } finally {
            cluster.mend();
            api().ask("PATCH", SETTINGS, "{\"webhooks\":[]}");
        }
    }

    /** @return how many segments each channel has */
    private Map<String, Long> publishAndKill(TestingReceiver receiver) {
        try (Encoder one = new Encoder(
                        "live/" + ONE, List.of(cluster.node("origin1").rtmp()));
                Encoder two = new Encoder(
                        "live/" + TWO, List.of(cluster.node("origin2").rtmp()))) {
            try (LiveViewer first = LiveViewer.http(cluster.node("edge2").http() + "/live/" + ONE + ".flv");
                    LiveViewer second = LiveViewer.http(cluster.node("edge1").http() + "/live/" + TWO + ".flv")) {
                for (LiveViewer viewer : List.of(first, second)) {
                    Await.until("frames", LIMIT, () -> viewer.check().videoFrames() > 10);
                }
            }
            ClusterNode deliverer = deliverer(ONE);
            String killed = server(ONE);
            deliverer.kill();
            TestingReceiver.Handler unreliable = receiver.unreliable(7);
            receiver.on((event, exchange) -> {
                attempts.add(event);
                unreliable.handle(event, exchange);
            });
            for (String channel : List.of(ONE, TWO)) {
                Await.until(channel + " has segments", LIMIT, () -> hasCome(receiver, channel, "on_hls"));
            }
            assertThat(server(ONE)).as("another node delivers").isNotEqualTo(killed);
            assertThat(one.connections()).isEqualTo(1);
            assertThat(two.connections()).isEqualTo(1);
        }
        Map<String, Long> segments = new HashMap<>();
        for (String channel : List.of(ONE, TWO)) {
            Await.until(channel + " has ended", LIMIT, () -> hasCome(receiver, channel, "on_unpublish"));
            segments.put(
                    channel,
                    Hls.playlist(cluster.node("edge1").http() + "/live/" + channel + ".m3u8")
                            .nextSequence());
        }
        return segments;
    }

    /** Which node has sent the channel's last event of its journal. */
    private String server(String channel) {
        List<Event> sent = of(attempts, channel).stream()
                .filter(ClusterWebhooksTest::isDurable)
                .toList();
        return sent.get(sent.size() - 1).body().path("server_id").asText();
    }

    /** Whoever drops what has come before has each event of the channel's journal once, in its order. */
    private static void assertComplete(List<Event> events, long segments) {
        Map<String, Event> once = new LinkedHashMap<>();
        for (Event event : events) {
            Event before = once.putIfAbsent(event.id(), event);
            if (before != null && isDurable(event)) {
                assertThat(event.body().path("millrace"))
                        .isEqualTo(before.body().path("millrace"));
            }
        }
        List<Event> durable =
                once.values().stream().filter(ClusterWebhooksTest::isDurable).toList();
        assertThat(durable)
                .extracting(
                        event -> event.body().path("millrace").path("sequence").asLong())
                .isEqualTo(LongStream.rangeClosed(1, durable.size()).boxed().toList());
        List<String> actions = durable.stream().map(Event::action).distinct().toList();
        assertThat(actions).startsWith("on_publish", "on_hls", "on_unpublish");
        assertThat(durable.stream().filter(event -> event.action().equals("on_hls")))
                .extracting(event -> event.body().path("seq_no").asLong())
                .isEqualTo(LongStream.range(0, segments).boxed().toList());
        assertThat(once.values().stream().filter(event -> !isDurable(event)).map(Event::action))
                .containsSubsequence("on_play", "on_stop");
    }
}
