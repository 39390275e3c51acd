package io.millrace.systemtest;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.systemtest.Ffmpeg.Coding;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** An edge that has as many viewers as it takes, beside one that has room. */
@ExtendWith(SharedCluster.class)
@Order(SharedCluster.FIRST + 1)
class FullEdgeTest {
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final Duration LENGTH = Duration.ofSeconds(3);
    private static final String STREAM = "/live/popular.flv";

    private final HttpClient client = HttpClient.newHttpClient();
    private TestingCluster cluster;
    private ClusterNode small;

    @BeforeEach
    void makeOneEdgeSmall(TestingCluster shared) {
        cluster = shared;
        small = cluster.node("edge2");
        small.terminate();
        small.awaitExit();
        small.launch("-Dmillrace.edge.max-viewers=1");
        small.awaitReady(LIMIT);
        cluster.mend();
    }

    @AfterEach
    void makeItLargeAgain() {
        small.terminate();
        small.awaitExit();
    }

    @Test
    void aViewerOfAFullEdgeIsSentToTheOtherAndOneThatWasSentIsAskedToComeBack() throws Exception {
        ClusterNode large = cluster.node("edge1");
        try (Program publisher = Ffmpeg.publish(
                        Coding.H264, cluster.node("origin1").rtmp() + "/live/popular", Duration.ofHours(1));
                LiveViewer first = LiveViewer.http(small.http() + STREAM)) {
            Await.until("the first viewer watches", LIMIT, () -> first.check().videoFrames() > 0);
            HttpResponse<InputStream> second = Await.until(
                    "the second viewer is sent on",
                    LIMIT,
                    () -> head(small.http() + STREAM),
                    response -> response.statusCode() == 302);
            assertThat(second.headers().firstValue("Location")).contains(large.http() + STREAM + "?redirected=1");
            try (Program viewer = Ffmpeg.startDecoding(small.http() + STREAM, LENGTH)) {
                viewer.awaitSuccess(LIMIT);
                assertThat(viewer.output()).as("complaints of the viewer").isEmpty();
            }
            HttpResponse<InputStream> sent = head(small.http() + STREAM + "?redirected=1");
            assertThat(sent.statusCode()).isEqualTo(503);
            assertThat(sent.headers().firstValue("Retry-After")).isPresent();
            assertThat(first.closed()).isEmpty();
            assertThat(publisher.isAlive()).as(publisher.output()).isTrue();
        }
    }

    /** The answer's head only: a stream's body would not end. */
    private HttpResponse<InputStream> head(String address) {
        try {
            HttpResponse<InputStream> response =
                    client.send(HttpRequest.newBuilder(URI.create(address)).build(), BodyHandlers.ofInputStream());
            response.body().close();
            return response;
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(address, e);
        }
    }
}
