package io.millrace.systemtest;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.systemtest.Hls.Playlist;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is left after a node's process was killed without a warning. */
class CrashTest {
    private static final Duration LIMIT = Duration.ofMinutes(2);

    @TempDir
    private Path directory;

    private final Set<String> listed = new LinkedHashSet<>();

    @Test
    void noSegmentThatWasListedIsMissingEachSessionEndedOnceAndTheSequenceGoesOn() {
        try (TestingNode node = TestingNode.start(directory, "-Dmillrace.channel.resume-time=0s")) {
            step(node, "quick");
            Playlist before = publishAndKill(node, 4);

            node.start();
            assertThat(history(node, 1)).hasSize(1);
            Playlist after = publishAndKill(node, before.nextSequence() + 2);
            assertThat(after.mediaSequence()).isGreaterThanOrEqualTo(before.mediaSequence());
            assertThat(after.discontinuities()).as(after.text()).isEqualTo(1);

            node.start();
            assertThat(history(node, 2)).hasSize(2).doesNotHaveDuplicates().isSorted();
            listed.forEach(path -> assertThat(Hls.get(node.http() + path).statusCode())
                    .as(path)
                    .isEqualTo(200));
        }
    }

    /** The end of each session that the channel's history tells of, when there are at least so many. */
    private static List<String> history(TestingNode node, int atLeast) {
        return Await.until("history", LIMIT, () -> history(node), sessions -> sessions.size() >= atLeast);
    }

    private static List<String> history(TestingNode node) {
        return step(node, "history").lines().filter(line -> !line.isEmpty()).toList();
    }

    private static String step(TestingNode node, String step) {
        return NodeScript.run(
                "oss-step.js",
                Map.of(),
                LIMIT,
                node.api(),
                node.accessKeyId(),
                node.accessKeySecret(),
                "live",
                step,
                "crash");
    }

    /** Publishes until the playlist has come to a sequence number, remembering all that it listed. */
    private Playlist publishAndKill(TestingNode node, long nextSequence) {
        String url = node.http() + "/live/crash.m3u8";
        try (Program publisher = Ffmpeg.publish(Ffmpeg.Coding.H264, node.rtmp() + "/live/crash", Duration.ofHours(1))) {
            Hls.awaitSegments(url, 1, LIMIT);
            Playlist last = Await.until(url, LIMIT, () -> remember(Hls.playlist(url)), playlist -> {
                assertThat(publisher.isAlive()).as(publisher.output()).isTrue();
                return playlist.nextSequence() >= nextSequence;
            });
            node.kill();
            return last;
        }
    }

    private Playlist remember(Playlist playlist) {
        playlist.segments().forEach(segment -> listed.add(URI.create(segment).getPath()));
        return playlist;
    }
}
