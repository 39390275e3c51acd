package io.millrace.systemtest;

import io.millrace.systemtest.Flaws.Kind;
import java.net.URI;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;

/** One channel of {@link Chaos}: an encoder that goes from origin to origin, and at each edge a viewer and an HLS player. */
final class ChaosChannel implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final int FRAMES = 25;

    private final TestingCluster cluster;
    private final String path;
    private final Encoder encoder;
    private final HlsWatcher hls;
    private final Map<String, LiveViewer> viewers = new LinkedHashMap<>();
    private final Flaws flaws = new Flaws();
    private int joined;
    private long longestGapOfThoseGone;

    /** Begins to publish. */
    ChaosChannel(TestingCluster cluster, int number, List<String> origins, List<String> edges) {
        String name = "chaos" + number;
        this.cluster = cluster;
        this.joined = number;
        this.path = "/live/" + name;
        step("quick");
        this.encoder = new Encoder(
                "live/" + name,
                origins.stream().map(origin -> cluster.node(origin).rtmp()).toList());
        this.hls = new HlsWatcher(List.of(), path + ".m3u8");
        edges.forEach(edge -> Await.until(
                "a playlist of " + name,
                LIMIT,
                () -> Hls.get(cluster.node(edge).http() + path + ".m3u8").statusCode(),
                code -> code == 200));
        edges.forEach(this::watch);
    }

    /** Lets its viewers watch at an edge. */
    void watch(String edge) {
        ClusterNode node = cluster.node(edge);
        viewers.put(
                edge,
                switch (joined++ % 3) {
                    case 0 -> LiveViewer.http(node.http() + path + ".flv");
                    case 1 -> LiveViewer.webSocket(node.http() + path + ".flv");
                    default -> LiveViewer.rtmp(node.rtmp() + path);
                });
        hls.watch(cluster.node(edge).http());
    }

    /** Takes its viewers from an edge that is about to end. */
    void leave(String edge) {
        hls.leave(cluster.node(edge).http());
        LiveViewer viewer = viewers.remove(edge);
        judge(viewer);
        longestGapOfThoseGone = Math.max(longestGapOfThoseGone, viewer.check().longestGapMillis());
        viewer.close();
    }

    /** The longest time that a viewer was without a frame since the last time this was asked. */
    long takeLongestGapMillis() {
        long longest = longestGapOfThoseGone;
        longestGapOfThoseGone = 0;
        for (LiveViewer viewer : viewers.values()) {
            longest = Math.max(longest, viewer.check().longestGapMillis());
            viewer.check().resetGap();
        }
        return longest;
    }

    /** Waits until each viewer gets frames and players see another segment, and notes if they do not. */
    void awaitGoingOn() {
        long sequence = hls.lastSequence();
        Map<LiveViewer, Long> before = new LinkedHashMap<>();
        viewers.values().forEach(viewer -> before.put(viewer, viewer.check().videoFrames()));
        before.forEach((viewer, frames) ->
                await(Kind.LATE, viewer.toString(), () -> viewer.check().videoFrames() > frames + FRAMES));
        await(Kind.LATE, "HLS of " + path, () -> hls.lastSequence() > sequence);
    }

    private void await(Kind flaw, String what, BooleanSupplier condition) {
        try {
            Await.until(what, LIMIT, condition);
        } catch (AssertionError e) {
            flaws.add(flaw, what);
        }
    }

    private void judge(LiveViewer viewer) {
        if (!viewer.closed().isEmpty()) {
            flaws.add(Kind.CLOSED, viewer + ": " + viewer.closed());
        }
        viewer.check().complaints().forEach(text -> flaws.add(Kind.TIMESTAMP, viewer + ": " + text));
    }

    /** All that was wrong, when the cluster is whole again; ends the publish. */
    Flaws judge() {
        viewers.values().forEach(this::judge);
        flaws.addAll(hls.flaws());
        judgeSegments();
        judgeHistory();
        return flaws;
    }

    private void judgeSegments() {
        List<String> recorded = step("vod");
        Set<String> names = new HashSet<>(recorded);
        long newest = 0;
        for (Map.Entry<Long, String> segment : hls.segments().entrySet()) {
            String segmentPath = segment.getValue();
            if (!names.contains(segmentPath.substring(segmentPath.lastIndexOf('/') + 1))) {
                flaws.add(Kind.MISSING, segmentPath + ", number " + segment.getKey() + ", is in no recording");
            }
            long epoch = LiveShow.epoch(segmentPath);
            if (epoch < newest) {
                flaws.add(Kind.STALE_EPOCH, segmentPath + ", number " + segment.getKey() + ", behind " + newest);
            }
            newest = Math.max(newest, epoch);
        }
        if (names.size() < recorded.size()) {
            flaws.add(Kind.CHANGED, path + ": a recording that names a segment twice");
        }
        for (String edge : viewers.keySet()) {
            for (String name : names) {
                String url = cluster.node(edge).http() + path + '/' + name;
                int status = Hls.get(url).statusCode();
                if (status != 200) {
                    flaws.add(Kind.MISSING, url + ": " + status);
                }
            }
        }
    }

    /** A publish that comes back in time goes on with its session: so there are as many as epochs at most. */
    private void judgeHistory() {
        hls.close();
        encoder.close();
        await(Kind.HISTORY_MISSING, path + ": its last session", () -> !step("history")
                .isEmpty());
        List<String> ends = step("history");
        long epochs =
                hls.segments().values().stream().map(LiveShow::epoch).distinct().count();
        if (new HashSet<>(ends).size() < ends.size() || ends.size() > epochs) {
            flaws.add(Kind.HISTORY_DOUBLED, path + ": " + epochs + " epochs, sessions that ended at " + ends);
        }
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
                URI.create(path).getPath().substring("/live/".length()));
        return text.lines().filter(line -> !line.isEmpty()).toList();
    }

    @Override
    public void close() {
        viewers.values().forEach(LiveViewer::close);
        hls.close();
        encoder.close();
    }
}
