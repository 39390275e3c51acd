package io.millrace.systemtest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Live streams as .ts, .aac and .mp3, of publishers whose tracks they carry or do not, read by ffmpeg. */
@TestInstance(Lifecycle.PER_CLASS)
class LiveFormatsTest {
    private static final Duration LENGTH = Duration.ofSeconds(5);
    private static final Duration SOON = Duration.ofMinutes(1);

    private static final int FAST_CACHE_SECONDS = 3;

    /** At 44.1 kHz. */
    private static final int FRAMES_PER_SECOND = 43;

    private static final List<String> H264 =
            List.of("-c:v", "libx264", "-preset", "ultrafast", "-bf", "2", "-g", "25", "-pix_fmt", "yuv420p");
    private static final List<String> HEVC = List.of(
            "-c:v",
            "libx265",
            "-preset",
            "ultrafast",
            "-x265-params",
            "log-level=error:keyint=25",
            "-pix_fmt",
            "yuv420p");
    private static final List<String> AAC = List.of("-c:a", "aac", "-b:a", "64k");
    private static final List<String> MP3 = List.of("-c:a", "libmp3lame", "-b:a", "64k");
    private static final List<String> OPUS = List.of("-c:a", "libopus", "-ar", "48000", "-b:a", "64k");

    /** What is published; the name in lower case is the channel's. */
    private enum Show {
        H264_AAC(H264, AAC),
        HEVC_AAC(HEVC, AAC),
        H264_MP3(H264, MP3),
        H264_OPUS(H264, OPUS),
        MP3_ALONE(List.of(), MP3);

        private final List<String> video;
        private final List<String> audio;

        Show(List<String> video, List<String> audio) {
            this.video = video;
            this.audio = audio;
        }

        Program publish(String base) {
            List<String> arguments = new ArrayList<>();
            if (!video.isEmpty()) {
                arguments.addAll(List.of("-re", "-f", "lavfi", "-i", "testsrc2=size=320x180:rate=25"));
            }
            arguments.addAll(List.of("-re", "-f", "lavfi", "-i", "sine=frequency=440:sample_rate=44100"));
            arguments.addAll(video);
            arguments.addAll(audio);
            arguments.addAll(List.of("-f", "flv", base + "/live/" + name().toLowerCase(Locale.ROOT)));
            return Ffmpeg.start("publish", arguments);
        }
    }

    @TempDir
    private static Path data;

    private TestingNode node;
    private List<Program> publishers;

    @BeforeAll
    void publish() {
        node = TestingNode.start(data, "-Dmillrace.http.fast-cache=" + FAST_CACHE_SECONDS + "s");
        publishers =
                Stream.of(Show.values()).map(show -> show.publish(node.rtmp())).toList();
        for (Show show : Show.values()) {
            Hls.awaitSegments(url(show.name().toLowerCase(Locale.ROOT) + ".m3u8"), 1, SOON.plus(SOON));
        }
    }

    @AfterAll
    void stop() {
        if (publishers != null) {
            publishers.forEach(Program::close);
        }
        if (node != null) {
            node.close();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "h264_aac.ts, h264 aac",
        "hevc_aac.ts, hevc aac",
        "h264_mp3.ts, h264 mp3",
        "h264_opus.ts, h264",
        "h264_opus.m3u8, h264",
        "mp3_alone.ts, mp3",
        "mp3_alone.m3u8, mp3",
        "mp3_alone.flv, mp3",
        "h264_aac.aac, aac",
        "hevc_aac.aac, aac",
        "h264_mp3.mp3, mp3",
        "mp3_alone.mp3, mp3",
    })
    @Execution(ExecutionMode.CONCURRENT)
    void eachFormatPlaysWithTheTracksThatItCarriesAndPromisesNoOther(String name, String tracks) {
        try (Program decoder = Ffmpeg.startDecoding(url(name), LENGTH)) {
            assertThat(Ffmpeg.streams(url(name)))
                    .extracting(stream -> stream.get("codec_name").asText())
                    .containsExactlyInAnyOrder(tracks.split(" "));
            List<JsonNode> packets = Ffmpeg.packets(url(name), LENGTH);
            Packets.assertInOrder(packets, LENGTH.toSeconds(), tracks.split(" ").length);
            decoder.awaitSuccess(LENGTH.plusMinutes(1));
            assertThat(decoder.output()).as("complaints of ffmpeg").isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "h264_aac.mp3, NoSuchTrack",
        "h264_mp3.aac, NoSuchTrack",
        "mp3_alone.aac, NoSuchTrack",
        "h264_opus.aac, NoSuchTrack",
        "h264_aac.ogg, NoSuchKey",
    })
    @Execution(ExecutionMode.CONCURRENT)
    void whatAChannelDoesNotCarryIsNotFoundAtOnce(String name, String code) throws Exception {
        HttpResponse<String> answer = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(url(name)))
                                .timeout(SOON)
                                .build(),
                        BodyHandlers.ofString());
        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.body()).contains("\"" + code + "\"");
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void whoComesForTheSoundIsSentThatOfTheFastCacheAtOnce() throws IOException {
        try (Program other = Ffmpeg.startDecoding(url("h264_aac.flv"), LENGTH)) {
            other.awaitSuccess(LENGTH.plus(SOON));
        }
        try (DataInputStream sound =
                new DataInputStream(URI.create(url("h264_aac.aac")).toURL().openStream())) {
            long begun = System.nanoTime();
            for (int frame = 0; frame < FAST_CACHE_SECONDS * FRAMES_PER_SECOND; frame++) {
                skipAdtsFrame(sound);
            }
            assertThat(Duration.ofNanos(System.nanoTime() - begun))
                    .isLessThan(Duration.ofSeconds(FAST_CACHE_SECONDS).dividedBy(2));
        }
    }

    private static void skipAdtsFrame(DataInputStream stream) throws IOException {
        assertThat(stream.readUnsignedShort()).isEqualTo(0xfff1);
        stream.readUnsignedByte();
        int length = (stream.readInt() >> 13 & 0x1fff) - 7;
        assertThat(stream.readNBytes(length)).hasSize(length);
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void aTrackThatHlsLeavesOutIsSaidOnce() throws Exception {
        String metrics = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(node.management() + "/metrics"))
                                .build(),
                        BodyHandlers.ofString())
                .body();
        assertThat(metrics.lines())
                .filteredOn(line -> line.startsWith("millrace_tracks_left_out_total") && line.contains("\"hls\""))
                .singleElement()
                .satisfies(line -> assertThat(line).contains("codec=\"opus\"").endsWith(" 1.0"));
        assertThat(node.log().lines().filter(line -> line.contains("live/h264_opus: OPUS is left out of hls")))
                .hasSize(1);
    }

    private String url(String name) {
        return node.http() + "/live/" + name;
    }
}
