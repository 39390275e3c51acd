package io.millrace.systemtest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.systemtest.FlvFile.Tag;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node that is told to stop while somebody publishes and others watch. */
class OrderlyStopTest {
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final int GROUP_OF_PICTURES = 25;
    private static final int VIEWERS = 50;
    private static final int TS_PACKET = 188;

    @TempDir
    private Path directory;

    private final HttpClient client = HttpClient.newHttpClient();

    @Test
    void theLastSegmentIsWholeAndListedAndViewersGetNoPartOfAGroupOfPictures() throws Exception {
        try (TestingNode node = TestingNode.start(directory)) {
            CompletableFuture<HttpResponse<byte[]>> viewer;
            try (Program publisher = publish(node)) {
                Hls.awaitSegments(node.http() + "/live/stop.m3u8", 1, LIMIT);
                viewer = watch(node);
                awaitViewers(node, 1);
                assertThat(publisher.isAlive()).isTrue();
                CompletableFuture<Integer> exit = CompletableFuture.supplyAsync(node::stop);
                Await.until("the node is not ready", LIMIT, () -> status(node.management() + "/ready") == 503);
                assertThat(exit.get(LIMIT.toSeconds(), TimeUnit.SECONDS)).isZero();
            }
            assertThat(picturesAfterTheFirstKeyFrame(viewer.join().body()) % GROUP_OF_PICTURES)
                    .isZero();

            node.start();
            String url = node.http() + "/live/stop/playlist.m3u8";
            Hls.awaitSegments(url, 2, LIMIT);
            List<String> segments = Hls.playlist(url).segments();
            byte[] last = Hls.get(segments.get(segments.size() - 1)).body();
            assertThat(last.length).isPositive();
            assertThat(last.length % TS_PACKET).isZero();
            assertThat(pictures(last)).isPositive();
            assertThat(pictures(last) % GROUP_OF_PICTURES).isZero();
        }
    }

    @Test
    void viewersAreLetGoOverTheDrainTime() throws Exception {
        try (TestingNode node = TestingNode.start(directory, "-Dmillrace.edge.drain-time=5s");
                Program publisher = publish(node)) {
            Hls.awaitSegments(node.http() + "/live/stop.m3u8", 1, LIMIT);
            List<CompletableFuture<Long>> ends = IntStream.range(0, VIEWERS)
                    .mapToObj(i -> watch(node).thenApply(all -> System.nanoTime()))
                    .toList();
            awaitViewers(node, VIEWERS);
            assertThat(publisher.isAlive()).isTrue();

            long begin = System.nanoTime();
            assertThat(node.stop()).isZero();

            List<Long> millis = ends.stream()
                    .map(CompletableFuture::join)
                    .sorted()
                    .map(nanos -> TimeUnit.NANOSECONDS.toMillis(nanos - begin))
                    .toList();
            long spread = millis.get(VIEWERS - 1) - millis.get(0);
            assertThat(spread).as("ends: %s", millis).isBetween(3000L, 10_000L);
            assertThat(millis.get(VIEWERS / 2) - millis.get(0))
                    .as("ends: %s", millis)
                    .isBetween(1000L, 6000L);
        }
    }

    private static Program publish(TestingNode node) {
        return Ffmpeg.publish(Ffmpeg.Coding.H264, node.rtmp() + "/live/stop", Duration.ofHours(1));
    }

    private CompletableFuture<HttpResponse<byte[]>> watch(TestingNode node) {
        return client.sendAsync(request(node.http() + "/live/stop.flv"), BodyHandlers.ofByteArray());
    }

    private void awaitViewers(TestingNode node, int count) {
        Await.until("viewers", LIMIT, () -> Hls.get(node.management() + "/metrics"), metrics -> new String(
                        metrics.body(), java.nio.charset.StandardCharsets.UTF_8)
                .contains("\nmillrace_edge_viewers " + count + ".0\n"));
    }

    private int status(String url) {
        try {
            return client.send(request(url), BodyHandlers.discarding()).statusCode();
        } catch (IOException e) {
            throw new AssertionError("the management port ended before it said that the node is not ready", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private static HttpRequest request(String url) {
        return HttpRequest.newBuilder(URI.create(url)).build();
    }

    private static int picturesAfterTheFirstKeyFrame(byte[] flv) {
        List<Tag> tags = FlvFile.tags(ByteBuffer.wrap(flv));
        int bytes = tags.stream().mapToInt(tag -> tag.body().length + 15).sum();
        assertThat(flv.length).as("whole tags only").isEqualTo(13 + bytes);
        return (int)
                tags.stream().filter(tag -> tag.isVideo() && tag.body()[1] == 1).count();
    }

    private int pictures(byte[] segment) throws IOException {
        Path file = Files.write(directory.resolve("last.ts"), segment);
        List<JsonNode> packets = Ffmpeg.packets(file.toString(), LIMIT);
        return (int) packets.stream()
                .filter(packet -> packet.get("codec_type").asText().equals("video"))
                .count();
    }
}
