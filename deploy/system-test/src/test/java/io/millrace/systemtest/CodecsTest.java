package io.millrace.systemtest;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.systemtest.FlvFile.Tag;
import io.millrace.systemtest.RtmpClient.Message;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each codec that ffmpeg puts into FLV goes in by RTMP and comes out as it went, to be decoded; forms are converted. */
@TestInstance(Lifecycle.PER_CLASS)
class CodecsTest {
    private static final Duration LENGTH = Duration.ofSeconds(2);
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final int FLAGS_AT = 4;
    private static final int FEW_BYTES = 30_000;

    @TempDir
    private static Path directory;

    private final Map<CodecSource, Program> publishers = new EnumMap<>(CodecSource.class);
    private TestingNode node;

    @BeforeAll
    void publish() {
        Map<CodecSource, Path> files = new EnumMap<>(CodecSource.class);
        for (CodecSource source : CodecSource.values()) {
            files.put(source, source.write(directory));
        }
        node = TestingNode.start(directory.resolve("data"));
        files.forEach((source, file) -> publishers.put(source, CodecSource.publish(file, rtmp(source))));
    }

    @AfterAll
    void stop() {
        publishers.values().forEach(Program::close);
        if (node != null) {
            node.close();
        }
    }

    @ParameterizedTest
    @EnumSource
    @Execution(ExecutionMode.CONCURRENT)
    void eachCodecPlaysOverHttpFlv(CodecSource source) {
        assertPlays(source, http(source));
    }

    @ParameterizedTest
    @EnumSource
    @Execution(ExecutionMode.CONCURRENT)
    void eachCodecPlaysOverRtmp(CodecSource source) {
        assertPlays(source, rtmp(source));
    }

    private void assertPlays(CodecSource source, String url) {
        Map<String, Integer> frames = Ffmpeg.decodedFrames(url, LENGTH);
        assertThat(frames.keySet()).containsExactlyInAnyOrderElementsOf(source.codecs());
        assertThat(frames.values()).as("decoded frames: %s", frames).allMatch(count -> count > 3);
        assertThat(publishers.get(source).isAlive())
                .as("publisher: " + publishers.get(source).output())
                .isTrue();
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void aPlayerOfTheOldFormGetsIdsOfHabitAndNoTrackThatHasNone() throws IOException {
        assertThat(codecs(http(CodecSource.HEVC_FLAC) + "?enhanced=0", 1)).containsExactly("video 12");
        assertThat(codecs(http(CodecSource.AV1_AC3) + "?enhanced=0", 1)).containsExactly("video 13");
        assertThat(codecs(http(CodecSource.H264_OPUS) + "?enhanced=0", 5)).containsExactly("audio 13", "video 7");
        assertThat(codecs(http(CodecSource.HEVC_FLAC), 5)).containsExactly("fLaC", "hvc1");
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void aPlayerOfTheEnhancedFormGetsFourCcs() throws IOException {
        String url = http(CodecSource.H264_AAC) + "?enhanced=1";
        assertThat(codecs(url, 5)).containsExactly("avc1", "mp4a");
        assertPlays(CodecSource.H264_AAC, url);
        assertPlays(CodecSource.H264_AAC, rtmp(CodecSource.H264_AAC) + "?enhanced=1");
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void anRtmpPlayerOfTheOldFormGetsIdsOfHabit() throws IOException {
        try (RtmpClient player = new RtmpClient(node.rtmpPort()).handshake().connect("live")) {
            player.play(CodecSource.HEVC_FLAC.channel() + "?enhanced=0");
            Set<String> codecs = new HashSet<>();
            for (int i = 0; i < 20; i++) {
                codecs.add(nextCodec(player, 1));
            }
            assertThat(codecs).containsExactly("video 12");
        }
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void furtherTracksComeToPlayersOfTheEnhancedFormOnly() throws IOException {
        Path file = CodecSource.H264_AAC.write(directory.resolve("tracks.flv"), "320x180");
        String[] twice = {"-map", "0:v", "-map", "0:v", "-map", "0:a"};
        try (Program publisher = CodecSource.publish(file, node.rtmp() + "/live/tracks", twice)) {
            String url = node.http() + "/live/tracks.flv";
            assertThat(codecs(url, 5)).containsExactly("audio 10", "video 7");
            assertPlays(CodecSource.H264_AAC, url);
            assertThat(Ffmpeg.streams(url + "?enhanced=1"))
                    .extracting(stream -> stream.get("codec_name").asText() + stream.path("width"))
                    .containsExactlyInAnyOrder("h264320", "h264320", "aac");
            assertThat(publisher.isAlive()).as(publisher.output()).isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"VP9_EAC3", "SPEEX"})
    @Execution(ExecutionMode.CONCURRENT)
    void thePlaylistOfWhatHlsDoesNotCarryIsNotFound(CodecSource source) {
        String url = node.http() + "/live/" + source.channel() + ".m3u8";
        Await.until("the tracks are known", LIMIT, () -> new String(Hls.get(url).body(), StandardCharsets.UTF_8)
                .contains("\"NoSuchTrack\""));
        assertThat(Hls.get(url).statusCode()).isEqualTo(404);
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void oneConnectionPublishesAndPlays() throws IOException {
        Path file = directory.resolve(CodecSource.H264_AAC.channel() + ".flv");
        try (RtmpClient client = new RtmpClient(node.rtmpPort()).handshake().connect("live")) {
            client.publish("mirror");
            client.command(0, "createStream", (Object) null);
            client.await("_result");
            client.command(2, "play", null, "mirror");
            client.await("NetStream.Play.Start");
            for (Tag tag : FlvFile.read(file)) {
                client.send(tag.isVideo() ? 6 : 4, tag.type(), 1, tag.timestamp(), tag.body());
            }
            Set<String> codecs = new TreeSet<>();
            while (codecs.size() < 2) {
                codecs.add(nextCodec(client, 2));
            }
            assertThat(codecs).containsExactly("audio 10", "video 7");
        }
    }

    private static String nextCodec(RtmpClient player, int streamId) throws IOException {
        while (true) {
            Message message = player.read();
            String codec = TagCodec.of(message.type(), message.payload());
            if (!codec.isEmpty()) {
                assertThat(message.streamId()).isEqualTo(streamId);
                return codec;
            }
        }
    }

    /** The codecs at the beginning of an FLV stream, whose header names these tracks. */
    private static Set<String> codecs(String url, int flags) throws IOException {
        byte[] beginning;
        try (InputStream stream = URI.create(url).toURL().openStream()) {
            beginning = stream.readNBytes(FEW_BYTES);
        }
        assertThat(beginning[FLAGS_AT]).as("flags of %s", url).isEqualTo((byte) flags);
        Set<String> codecs = new TreeSet<>();
        for (Tag tag : FlvFile.tags(ByteBuffer.wrap(beginning))) {
            codecs.add(TagCodec.of(tag.type(), tag.body()));
        }
        codecs.remove("");
        return codecs;
    }

    private String http(CodecSource source) {
        return node.http() + "/live/" + source.channel() + ".flv";
    }

    private String rtmp(CodecSource source) {
        return node.rtmp() + "/live/" + source.channel();
    }
}
