package io.millrace.systemtest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.systemtest.FlvFile.Tag;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Codecs and sizes that change, and tracks that come late: whoever plays goes on playing. */
@TestInstance(Lifecycle.PER_CLASS)
class ChangingStreamsTest {
    private static final Duration SOON = Duration.ofMinutes(1);
    private static final int LATE_MILLIS = 5000;

    @TempDir
    private static Path directory;

    private TestingNode node;
    private List<Tag> small;
    private List<Tag> large;
    private List<Tag> other;

    @BeforeAll
    void start() throws IOException {
        small = tags(CodecSource.H264_AAC.write(directory.resolve("small.flv"), "320x180"));
        large = tags(CodecSource.H264_AAC.write(directory.resolve("large.flv"), "640x360"));
        other = tags(CodecSource.HEVC_FLAC.write(directory.resolve("other.flv"), "320x180"));
        node = TestingNode.start(directory.resolve("data"));
    }

    @AfterAll
    void stop() {
        if (node != null) {
            node.close();
        }
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void aChangeOfSize() throws Exception {
        try (FlvPublishers publisher = publish("size", joined(small, large));
                Players players = new Players(publisher, "size");
                Program flv = decodeBothSizes(".flv");
                Program transportStream = decodeBothSizes(".ts")) {
            Await.until(
                    "both configurations",
                    SOON,
                    () -> players.each(viewer -> viewer.check().videoConfigurations()),
                    seen -> seen.values().stream().allMatch(configurations -> configurations.size() >= 3));
            players.assertContent();
            assertHls("size", streams -> streams.contains("h264 320x180") && streams.contains("h264 640x360"));
            for (Program decoder : List.of(flv, transportStream)) {
                decoder.awaitSuccess(SOON);
                assertThat(decoder.output()).contains("s:320x180", "s:640x360").doesNotContain("rror");
            }
            publisher.assertAllPublish();
        }
    }

    /** ffmpeg as a player, which names the size of each picture, for longer than one round of both. */
    private Program decodeBothSizes(String suffix) {
        String url = node.http() + "/live/size" + suffix;
        String seconds = Long.toString(3 * CodecSource.LENGTH.toSeconds());
        return Ffmpeg.start(
                "decode",
                List.of(
                        "-loglevel",
                        "info",
                        "-i",
                        url,
                        "-t",
                        seconds,
                        "-vf",
                        "showinfo=checksum=0",
                        "-f",
                        "null",
                        "-"));
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void aChangeOfCodecs() throws Exception {
        try (FlvPublishers publisher = publish("codec", joined(small, other));
                Players players = new Players(publisher, "codec")) {
            awaitCodecs(players, Set.of("video 7", "audio 10", "hvc1", "fLaC"));
            players.assertContent();
            assertHls("codec", streams -> streams.contains("h264 320x180") && streams.contains("hevc 320x180"));
            publisher.assertAllPublish();
        }
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void soundThatComesLate() throws Exception {
        lateTrack("late-sound", RtmpClient.AUDIO);
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void picturesThatComeLate() throws Exception {
        lateTrack("late-pictures", RtmpClient.VIDEO);
    }

    private void lateTrack(String channel, int type) throws Exception {
        List<Tag> tags = joined(joined(small, small), small).stream()
                .filter(tag -> tag.type() != RtmpClient.DATA)
                .filter(tag -> tag.type() != type || tag.timestamp() >= LATE_MILLIS)
                .toList();
        List<Tag> withConfiguration = new ArrayList<>(tags);
        int first = tags.indexOf(
                tags.stream().filter(tag -> tag.type() == type).findFirst().orElseThrow());
        Tag configuration =
                small.stream().filter(tag -> tag.type() == type).findFirst().orElseThrow();
        withConfiguration.add(first, new Tag(type, tags.get(first).timestamp(), configuration.body()));
        try (FlvPublishers publisher = publish(channel, withConfiguration);
                Players players = new Players(publisher, channel)) {
            awaitCodecs(players, Set.of("video 7", "audio 10"));
            players.assertContent();
            assertHls(channel, streams -> streams.containsAll(Set.of("h264 320x180", "aac")));
            publisher.assertAllPublish();
        }
    }

    private static void awaitCodecs(Players players, Set<String> wanted) {
        Await.until(
                "codecs " + wanted,
                SOON,
                () -> players.each(viewer -> viewer.check().codecs()),
                seen -> seen.values().stream().allMatch(codecs -> codecs.containsAll(wanted)));
    }

    /** Waits until the playlist's segments have had these streams, each segment decoded without an error. */
    private void assertHls(String channel, Predicate<Set<String>> wanted) {
        String url = node.http() + "/live/" + channel + ".m3u8";
        Hls.awaitSegments(url, 1, SOON);
        Set<String> streams = new TreeSet<>();
        Set<String> seen = new TreeSet<>();
        Await.until(
                "HLS of " + channel,
                SOON,
                () -> {
                    for (String segment : Hls.playlist(url).segments()) {
                        if (seen.add(segment)) {
                            Ffmpeg.streams(segment).forEach(stream -> streams.add(describe(stream)));
                        }
                    }
                    return streams;
                },
                wanted);
    }

    private static String describe(JsonNode stream) {
        String codec = stream.get("codec_name").asText();
        return stream.has("width") ? codec + " " + stream.get("width") + "x" + stream.get("height") : codec;
    }

    private FlvPublishers publish(String channel, List<Tag> tags) throws IOException {
        return new FlvPublishers(node.rtmpPort(), List.of(channel), tags);
    }

    private static List<Tag> tags(Path file) throws IOException {
        return FlvFile.read(file);
    }

    private static List<Tag> joined(List<Tag> one, List<Tag> next) {
        int later = one.get(one.size() - 1).timestamp() + 40;
        List<Tag> all = new ArrayList<>(one);
        next.forEach(tag -> all.add(new Tag(tag.type(), later + tag.timestamp(), tag.body())));
        return all;
    }

    /** One player of each kind that stays, none of which may have anything to complain of. */
    private final class Players implements AutoCloseable {
        private final FlvPublishers publisher;
        private final List<LiveViewer> viewers;

        Players(FlvPublishers publisher, String channel) {
            this.publisher = publisher;
            String flv = node.http() + "/live/" + channel + ".flv";
            viewers = List.of(
                    LiveViewer.http(flv),
                    LiveViewer.webSocket(flv),
                    LiveViewer.rtmpMessages(node.rtmpPort(), "live", channel));
        }

        /** What each player has seen so far; fails if one of them, or the publisher, has come to its end. */
        <T> Map<LiveViewer, T> each(Function<LiveViewer, T> what) {
            publisher.assertAllPublish();
            assertContent();
            return viewers.stream().collect(Collectors.toMap(viewer -> viewer, what));
        }

        void assertContent() {
            for (LiveViewer viewer : viewers) {
                assertThat(viewer.closed()).as("end of %s", viewer).isEmpty();
                assertThat(viewer.check().complaints())
                        .as("complaints of %s", viewer)
                        .isEmpty();
            }
        }

        @Override
        public void close() {
            viewers.forEach(LiveViewer::close);
        }
    }
}
