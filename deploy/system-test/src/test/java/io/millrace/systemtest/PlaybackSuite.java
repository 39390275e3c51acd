package io.millrace.systemtest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.systemtest.Ffmpeg.Coding;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What ffmpeg publishes, ffmpeg can read from every output: whole, without a complaint, with times in order. */
@TestInstance(Lifecycle.PER_CLASS)
abstract class PlaybackSuite {
    /** Each output is read for so many seconds; {@code -Dmillrace.test.seconds=60} reads them longer. */
    static final int SECONDS = Integer.getInteger("millrace.test.seconds", 6);

    private static final Duration LENGTH = Duration.ofSeconds(SECONDS);
    private static final Duration SOON = Duration.ofMinutes(1);

    private final Map<Coding, Program> publishers = new EnumMap<>(Coding.class);

    abstract Target target();

    @BeforeAll
    void publish() {
        Duration forever = Duration.ofHours(1);
        for (Coding coding : Coding.values()) {
            publishers.put(coding, Ffmpeg.publish(coding, target().publish() + "/live/" + name(coding), forever));
        }
        for (Coding coding : Coding.values()) {
            Hls.awaitSegments(playUrl(coding, ".m3u8"), 1, SOON.plus(SOON));
        }
    }

    @AfterAll
    void endPublishing() {
        publishers.values().forEach(Program::close);
    }

    @ParameterizedTest
    @EnumSource
    @Execution(ExecutionMode.CONCURRENT)
    void httpFlvPlays(Coding coding) {
        assertPlays(coding, playUrl(coding, ".flv"));
    }

    @ParameterizedTest
    @EnumSource
    @Execution(ExecutionMode.CONCURRENT)
    void hlsPlays(Coding coding) {
        assertPlays(coding, playUrl(coding, ".m3u8"));
    }

    @ParameterizedTest
    @EnumSource
    @Execution(ExecutionMode.CONCURRENT)
    void rtmpPlays(Coding coding) {
        assertPlays(coding, target().play() + "/live/" + name(coding));
    }

    @ParameterizedTest
    @EnumSource
    @Execution(ExecutionMode.CONCURRENT)
    void webSocketFlvPlays(Coding coding, @TempDir Path directory) throws IOException, InterruptedException {
        Path file = directory.resolve(name(coding) + ".flv");
        WebSocketRecorder.record(playUrl(coding, ".flv").replace("http://", "ws://"), LENGTH.plusSeconds(2), file);

        assertDescribed(coding, Ffmpeg.streams(file.toString()));
        Packets.assertInOrder(Ffmpeg.packets(file.toString(), LENGTH), SECONDS);
    }

    private void assertPlays(Coding coding, String url) {
        try (Program decoder = Ffmpeg.startDecoding(url, LENGTH)) {
            List<JsonNode> packets = Ffmpeg.packets(url, LENGTH);
            assertDescribed(coding, Ffmpeg.streams(url));
            Packets.assertInOrder(packets, SECONDS);
            decoder.awaitSuccess(LENGTH.plusMinutes(1));
            assertThat(decoder.output()).as("complaints of ffmpeg").isEmpty();
        }
        assertThat(publishers.get(coding).isAlive())
                .as("publisher: " + publishers.get(coding).output())
                .isTrue();
    }

    private static void assertDescribed(Coding coding, List<JsonNode> streams) {
        assertThat(streams)
                .extracting(stream -> stream.get("codec_name").asText())
                .containsExactlyInAnyOrder(name(coding), "aac");
        assertThat(streams)
                .filteredOn(stream -> stream.get("codec_type").asText().equals("video"))
                .extracting(stream ->
                        stream.get("width").asInt() + "x" + stream.get("height").asInt())
                .containsExactly("640x360");
    }

    private String playUrl(Coding coding, String suffix) {
        return target().http() + "/live/" + name(coding) + suffix;
    }

    private static String name(Coding coding) {
        return coding.name().toLowerCase(Locale.ROOT);
    }
}
