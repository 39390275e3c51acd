package io.millrace.systemtest;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/** One channel with an encoder, viewers over every protocol, and HLS players at both edges. */
final class LiveShow implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofMinutes(2);

    private final TestingCluster cluster;
    private final String channel;
    private final Encoder encoder;
    private final List<LiveViewer> viewers;
    private final HlsWatcher hls;

    /** Begins, and waits until everybody sees something. */
    LiveShow(TestingCluster cluster, String channel, String... origins) {
        this.cluster = cluster;
        this.channel = channel;
        step("quick");
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

    /**
     * Fails unless the recording has every segment that was ever listed and as many as there are numbers, each once, and all
     * of them can be had from both edges.
     */
    void assertAllSegmentsThere() {
        Map<Long, String> segments = hls.segments();
        List<String> recorded = step("vod");
        assertThat(recorded).as("recording").doesNotHaveDuplicates();
        assertThat(recorded)
                .as("recording")
                .containsAll(segments.values().stream()
                        .map(path -> path.substring(path.lastIndexOf('/') + 1))
                        .toList());
        assertThat(recorded.size()).as("numbers").isGreaterThan((int) hls.lastSequence());
        for (String edge : List.of("edge1", "edge2")) {
            String base = cluster.node(edge).http() + "/live/" + channel + '/';
            recorded.forEach(name -> assertThat(Hls.get(base + name).statusCode())
                    .as(base + name)
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
        List<String> ends = Await.until("history", LIMIT, () -> step("history"), sessions -> !sessions.isEmpty());
        assertThat(ends).as("sessions of " + channel).hasSize(1);
    }

    private List<String> step(String step) {
        String text = NodeScript.run(
                "oss-step.js",
                Map.of(),
                LIMIT,
                cluster.anyControlPlane().api(),
                TestingCluster.KEY_ID,
                TestingCluster.KEY_SECRET,
                "live",
                step,
                channel);
        return text.lines().filter(line -> !line.isEmpty()).toList();
    }

    @Override
    public void close() {
        viewers.forEach(LiveViewer::close);
        hls.close();
        encoder.close();
    }
}
