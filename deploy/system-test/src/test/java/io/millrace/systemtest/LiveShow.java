package io.millrace.systemtest;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/** One channel with an encoder, viewers over every protocol, and HLS players at both edges. */
final class LiveShow implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final TestingCluster cluster;
    private final String channel;
    private final Encoder encoder;
    private final List<LiveViewer> viewers;
    private final HlsWatcher hls;

    /** Begins, and waits until everybody sees something. */
    LiveShow(TestingCluster cluster, String channel, String... origins) {
        this.cluster = cluster;
        this.channel = channel;
        List<String> servers =
                List.of(origins).stream().map(name -> cluster.node(name).rtmp()).toList();
        this.encoder = new Encoder("live/" + channel, servers);
        String edge1 = cluster.node("edge1").http() + "/live/" + channel;
        String edge2 = cluster.node("edge2").http() + "/live/" + channel;
        Await.until(
                "a playlist of " + channel,
                LIMIT,
                () -> Hls.get(edge1 + ".m3u8").statusCode(),
                code -> code == 200);
        this.viewers = List.of(
                LiveViewer.http(edge1 + ".flv"),
                LiveViewer.http(edge2 + ".flv"),
                LiveViewer.webSocket(edge2 + ".flv"),
                LiveViewer.rtmp(cluster.node("edge1").rtmp() + "/live/" + channel));
        this.hls = new HlsWatcher(
                List.of(cluster.node("edge1").http(), cluster.node("edge2").http()), "/live/" + channel + ".m3u8");
        awaitFrames();
        awaitSegments(2);
    }

    String channel() {
        return channel;
    }

    Encoder encoder() {
        return encoder;
    }

    List<LiveViewer> viewers() {
        return viewers;
    }

    HlsWatcher hls() {
        return hls;
    }

    /** Waits until every viewer has got some frames from now on. */
    void awaitFrames() {
        Map<LiveViewer, Long> before = viewers.stream()
                .collect(java.util.stream.Collectors.toMap(
                        each -> each, each -> each.check().videoFrames()));
        before.forEach((viewer, frames) -> Await.until(
                "frames for " + viewer + viewer.closed(),
                LIMIT,
                () -> viewer.check().videoFrames() > frames + 25));
    }

    /** Waits until so many segments more are listed. */
    void awaitSegments(int count) {
        long from = hls.lastSequence();
        Await.until("more segments of " + channel, LIMIT, () -> hls.lastSequence() >= from + count);
    }

    /** Fails if anybody was closed or has seen what should not be. */
    void assertUndisturbed() {
        for (LiveViewer viewer : viewers) {
            assertThat(viewer.closed()).as(viewer + " was closed").isEmpty();
            assertThat(viewer.check().complaints()).as(viewer.toString()).isEmpty();
        }
        assertThat(hls.flaws().texts()).as("HLS of " + channel).isEmpty();
    }

    /** Fails if a number was left out, or a segment that was ever listed cannot be had from one of the edges. */
    void assertAllSegmentsThere() {
        Map<Long, String> segments = hls.segments();
        long first = segments.keySet().iterator().next();
        assertThat(segments.keySet())
                .as("numbers")
                .containsExactlyElementsOf(java.util.stream.LongStream.rangeClosed(first, hls.lastSequence())
                        .boxed()
                        .toList());
        assertThat(segments.values()).as("segments").doesNotHaveDuplicates();
        for (String edge : List.of("edge1", "edge2")) {
            segments.values().forEach(path -> assertThat(
                            Hls.get(cluster.node(edge).http() + path).statusCode())
                    .as(edge + path)
                    .isEqualTo(200));
        }
    }

    /** The epoch that is part of a segment's name. */
    static long epoch(String segmentPath) {
        String digits = segmentPath.substring(segmentPath.lastIndexOf('/') + 1, segmentPath.lastIndexOf('.'));
        return Long.parseLong(digits.substring(digits.length() - 8));
    }

    /** Ends the encoder's stream; fails unless the history then tells of one session, however often it had to connect. */
    void assertOneSession() {
        encoder.close();
        List<String> ends = Await.until("history", LIMIT, this::history, sessions -> !sessions.isEmpty());
        assertThat(ends).as("sessions of " + channel).hasSize(1);
    }

    private List<String> history() {
        String ends = NodeScript.run(
                "oss-step.js",
                Map.of(),
                LIMIT,
                cluster.anyControlPlane().api(),
                TestingCluster.KEY_ID,
                TestingCluster.KEY_SECRET,
                "live",
                "history",
                channel);
        return ends.lines().filter(line -> !line.isEmpty()).toList();
    }

    @Override
    public void close() {
        viewers.forEach(LiveViewer::close);
        hls.close();
        encoder.close();
    }
}
