package io.millrace.systemtest;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.systemtest.Ffmpeg.Coding;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a node says to those for whom it has no room. */
class FullNodeTest {
    private static final Duration LENGTH = Duration.ofSeconds(5);

    @TempDir
    private Path directory;

    @Test
    void oneMoreIsToldToComeBackAndThoseWhoAreThereNoticeNothing() throws Exception {
        try (TestingNode node = TestingNode.start(
                        directory, "-Dmillrace.edge.max-viewers=1", "-Dmillrace.origin.max-publishers=1");
                Program publisher = Ffmpeg.publish(Coding.H264, node.rtmp() + "/live/full", Duration.ofHours(1))) {
            assertThat(node.log()).contains("Room for 1 viewers, 1 publishers, ");
            Hls.awaitSegments(node.http() + "/live/full.m3u8", 1, Duration.ofMinutes(1));
            try (Program viewer = Ffmpeg.startDecoding(node.http() + "/live/full.flv", LENGTH)) {
                Await.until("the viewer is there", Duration.ofSeconds(20), () -> metrics(node)
                        .contains("millrace_edge_viewers 1.0"));
                HttpResponse<String> refused = get(node.http() + "/live/full.flv");
                assertThat(refused.statusCode()).isEqualTo(503);
                assertThat(refused.headers().firstValue("Retry-After")).contains("5");
                try (RtmpClient second = new RtmpClient(node.rtmpPort())) {
                    second.handshake().connect("live").command(0, "createStream", (Object) null);
                    second.await("_result");
                    second.command(1, "publish", null, "other", "live");
                    second.await("This node has as many publishers as it may");
                }
                viewer.awaitSuccess(LENGTH.plusSeconds(30));
                assertThat(viewer.output()).as("complaints of the viewer").isEmpty();
            }
            assertThat(publisher.isAlive()).as(publisher.output()).isTrue();
            assertThat(metrics(node))
                    .contains("millrace_edge_viewers_refused_total{limit=\"viewers\"} 1.0")
                    .contains("millrace_origin_publishers_refused_total{limit=\"publishers\"} 1.0");
        }
    }

    @Test
    void aNodeWhoseMemoryIsShortTakesNobody() throws Exception {
        try (TestingNode node = TestingNode.start(directory, "-Xmx96m", "-Dmillrace.admission.max-memory-share=0.1")) {
            Await.until(
                    "memory is short", Duration.ofSeconds(30), () -> node.log().contains("Taking nothing new"));
            assertThat(get(node.http() + "/live/any.flv").body()).contains("too little memory left");
            try (RtmpClient publisher = new RtmpClient(node.rtmpPort())) {
                publisher.handshake().connect("live").command(0, "createStream", (Object) null);
                publisher.await("_result");
                publisher.command(1, "publish", null, "any", "live");
                publisher.await("too little memory left");
            }
        }
    }

    private static String metrics(TestingNode node) {
        try {
            return get(node.management() + "/metrics").body();
        } catch (IOException e) {
            throw new AssertionError("no metrics", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    private static HttpResponse<String> get(String address) throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(URI.create(address)).build(), BodyHandlers.ofString());
    }
}
