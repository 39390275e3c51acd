package io.millrace.systemtest;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.systemtest.Ffmpeg.Coding;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The limits of a bucket hold for the cluster as a whole, some seconds after its nodes have told each other. */
@ExtendWith(SharedCluster.class)
@Order(SharedCluster.FIRST + 2)
class ClusterLimitsTest {
    private static final String BUCKET = "limited";
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final String ADMITTED = "";

    private static TestingCluster cluster;

    private final HttpClient http = HttpClient.newHttpClient();
    private int attempts;

    @BeforeAll
    static void makeTheBucket(TestingCluster shared) throws Exception {
        cluster = shared;
        step("create", "one");
        step("open", "one");
        new AdminClient(cluster.target("control-plane1", "origin1", "edge1"))
                .ask(
                        "PATCH",
                        "/v1/buckets/" + BUCKET + "/settings",
                        "{\"autoCreateChannels\": true, \"limits\": {\"maxPublishers\": 1, \"maxViewers\": 1}}");
    }

    private static void step(String step, String channel) {
        NodeScript.run(
                "oss-step.js",
                Map.of(),
                LIMIT,
                cluster.node("control-plane1").api(),
                TestingCluster.KEY_ID,
                TestingCluster.KEY_SECRET,
                BUCKET,
                step,
                channel);
    }

    @Test
    void onePublisherAndOneViewerOfTheWholeClusterAreAsManyAsTheBucketMayHave() {
        String stream = '/' + BUCKET + "/one";
        ClusterNode origin2 = cluster.node("origin2");
        ClusterNode edge2 = cluster.node("edge2");
        try (Program publisher =
                Ffmpeg.publish(Coding.H264, cluster.node("origin1").rtmp() + stream, Duration.ofHours(1))) {
            try (LiveViewer viewer = LiveViewer.http(cluster.node("edge1").http() + stream + ".flv")) {
                Await.until("the viewer watches", LIMIT, () -> viewer.check().videoFrames() > 0);

                awaitAnswer("another publisher", () -> publish(origin2), refusedAs("TooManyBucketPublishers"));
                assertThat(publish(origin2)).contains("NetStream.Publish.Rejected");
                awaitAnswer(
                        "another viewer", () -> get(edge2.http() + stream + ".flv"), refusedAs("TooManyBucketViewers"));
                assertThat(get(edge2.http() + stream + ".ts")).startsWith("503 ");
                assertThat(play(edge2)).contains("NetStream.Play.Failed", "TooManyBucketViewers");
                assertThat(play(cluster.node("edge1"))).contains("NetStream.Play.Failed", "TooManyBucketViewers");

                assertThat(viewer.closed()).isEmpty();
                assertThat(publisher.isAlive()).as(publisher.output()).isTrue();
            }
            awaitAnswer("a viewer, the first being gone", () -> play(edge2), ADMITTED::equals);
        }
        awaitAnswer("a publisher, the first being gone", () -> publish(origin2), ADMITTED::equals);
    }

    private interface Attempt {
        /** Nothing if it was let in, which it leaves then; else what it was told. */
        String make();
    }

    private static void awaitAnswer(String who, Attempt attempt, Predicate<String> wanted) {
        Await.until(who, LIMIT, attempt::make, wanted);
    }

    private static Predicate<String> refusedAs(String code) {
        return answer -> answer.contains(code);
    }

    /** Each time to another channel: who takes one over that is still live is no more than was there. */
    private String publish(ClusterNode origin) {
        String channel = "other" + ++attempts;
        return rtmp(origin, client -> client.publish(channel));
    }

    private static String play(ClusterNode edge) {
        return rtmp(edge, client -> client.play("one"));
    }

    private interface Action {
        void take(RtmpClient client) throws IOException;
    }

    private static String rtmp(ClusterNode node, Action action) {
        URI address = URI.create(node.rtmp());
        try (RtmpClient client = new RtmpClient(address.getHost(), address.getPort())) {
            client.handshake().connect(BUCKET);
            action.take(client);
            return ADMITTED;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (AssertionError refused) {
            return refused.getMessage();
        }
    }

    private String get(String address) {
        try {
            HttpResponse<InputStream> answer =
                    http.send(HttpRequest.newBuilder(URI.create(address)).build(), BodyHandlers.ofInputStream());
            try (InputStream body = answer.body()) {
                return answer.statusCode() == 200
                        ? ADMITTED
                        : answer.statusCode() + " " + new String(body.readAllBytes(), StandardCharsets.UTF_8);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
