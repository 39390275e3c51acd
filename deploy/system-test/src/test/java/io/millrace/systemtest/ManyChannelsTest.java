package io.millrace.systemtest;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.systemtest.FlvFile.Tag;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One small machine with 2,000 channels, 200 of which are live at once. Prints what they cost. */
@Alone
class ManyChannelsTest {
    private static final String BOTH_COMPILERS = "-XX:TieredStopAtLevel=4";
    private static final int CHANNELS = 2000;
    private static final int LIVE = 200;
    private static final Duration LIMIT = Duration.ofMinutes(3);
    private static final Duration MEASURED = Duration.ofSeconds(10);

    @TempDir
    private Path directory;

    @Test
    void twoThousandChannelsOfWhichTwoHundredAreLive() throws IOException {
        Path file = directory.resolve("small.flv");
        Ffmpeg.writeSmall(file, Duration.ofSeconds(10));
        List<Tag> tags = FlvFile.read(file).stream()
                .filter(tag -> tag.type() != RtmpClient.DATA)
                .toList();
        try (TestingNode node = TestingNode.start(directory.resolve("data"), "-Xmx512m", BOTH_COMPILERS)) {
            long begun = System.nanoTime();
            long before = node.residentBytes();
            NodeScript.run(
                    "oss-many.js",
                    Map.of(),
                    LIMIT,
                    node.api(),
                    node.accessKeyId(),
                    node.accessKeySecret(),
                    "live",
                    Integer.toString(CHANNELS));
            System.out.printf(
                    "%d channels created in %.1f s; resident %d -> %d MiB%n",
                    CHANNELS, (System.nanoTime() - begun) / 1e9, before >> 20, node.residentBytes() >> 20);

            List<String> live = IntStream.range(0, LIVE).mapToObj(i -> "c" + i).toList();
            try (FlvPublishers publishers = new FlvPublishers(node.rtmpPort(), live, tags)) {
                live.forEach(channel -> Hls.awaitSegments(url(node, channel), 1, LIMIT));
                double cpu = node.cpuSeconds();
                LockSupport.parkNanos(MEASURED.toNanos());
                double used = node.cpuSeconds() - cpu;
                System.out.printf(
                        "%d live: %.2f %% of a core each, resident %d MiB%n",
                        LIVE, 100 * used / MEASURED.toSeconds() / LIVE, node.residentBytes() >> 20);

                publishers.assertAllPublish();
                for (String channel : live) {
                    Hls.awaitSegments(url(node, channel), 2, LIMIT);
                    Hls.Playlist playlist = Hls.playlist(url(node, channel));
                    assertThat(playlist.mediaSequence() + playlist.segments().size())
                            .as(channel)
                            .isGreaterThan(2);
                }
            }
        }
    }

    private static String url(TestingNode node, String channel) {
        return node.http() + "/live/" + channel + ".m3u8";
    }
}
