package io.millrace.flv;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.media.Frame;
import io.millrace.media.MediaKind;
import io.millrace.stream.Cursor;
import io.millrace.stream.Slices;
import io.millrace.stream.StreamLog;
import io.millrace.stream.StreamLogSettings;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FlvMuxerTest {
    private static final String HEADER = "464c5601%02x0000000900000000";
    private static final String VIDEO_CONFIG = "170000000001640029";
    private static final String AUDIO_CONFIG = "af001208";
    private static final String KEY_FRAME = "17010000000000000165";
    private static final String SOUND = "af0121";

    private final StreamLog log = new StreamLog(new StreamLogSettings(1 << 16, 1 << 24, Duration.ofSeconds(60)));
    private final FlvMuxer muxer = new FlvMuxer();
    private final List<Cursor> cursors = new ArrayList<>();

    @AfterEach
    void close() {
        cursors.forEach(Cursor::close);
        log.close();
    }

    private void write(MediaKind kind, long time, String hex) {
        Frame frame = FlvTag.read(kind, time, Unpooled.wrappedBuffer(ByteBufUtil.decodeHexDump(hex)));
        muxer.write(frame, log);
        frame.release();
    }

    private void metadata(long time, String properties) {
        write(MediaKind.SCRIPT, time, "02000a6f6e4d65746144617461" + "0300" + properties + "000009");
    }

    private static String property(String name, String value) {
        return String.format("%04x", name.length()) + ByteBufUtil.hexDump(name.getBytes()) + value;
    }

    private Cursor newcomer() {
        Cursor cursor = log.atNewestRandomAccessPoint();
        cursors.add(cursor);
        return cursor;
    }

    private static ByteBuf rest(Cursor cursor) {
        ByteBuf all = Unpooled.buffer();
        for (ByteBuf part = Slices.next(cursor); part != null; part = Slices.next(cursor)) {
            all.writeBytes(part);
            part.release();
        }
        return all;
    }

    private String start() {
        return ByteBufUtil.hexDump(rest(newcomer()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"h264-aac.flv", "hevc-aac.flv"})
    void whatAStreamHoldsComesOutAsItWent(String sample) {
        Cursor cursor = newcomer();
        List<Frame> frames = FlvSample.frames(sample);
        List<String> in = new ArrayList<>();
        boolean started = false;
        ByteBuf all = Unpooled.buffer();
        for (Frame frame : frames) {
            muxer.write(frame, log);
            started |= frame.isKeyFrame();
            if (started) {
                in.add(frame + " " + ByteBufUtil.hexDump(frame.body()));
            }
            all.writeBytes(rest(cursor));
        }
        frames.forEach(Frame::release);
        List<Frame> read = FlvSample.frames(all);
        assertThat(read.subList(read.size() - in.size(), read.size()))
                .extracting(frame -> frame + " " + ByteBufUtil.hexDump(frame.body()))
                .isEqualTo(in);
        read.forEach(Frame::release);
    }

    @Test
    void theseAreTheBytes() {
        write(MediaKind.VIDEO, 0, VIDEO_CONFIG);
        write(MediaKind.VIDEO, 0x12345678L, KEY_FRAME);
        assertThat(start())
                .isEqualTo(String.format(HEADER, 1)
                        + "09000009" + "34567812" + "000000" + VIDEO_CONFIG + "00000014"
                        + "0900000a" + "34567812" + "000000" + KEY_FRAME + "00000015");
    }

    @Test
    void aNewcomerGetsTheConfigurationsThatStandAtItsStart() {
        write(MediaKind.VIDEO, 0, VIDEO_CONFIG);
        write(MediaKind.AUDIO, 0, AUDIO_CONFIG);
        write(MediaKind.VIDEO, 0, KEY_FRAME);
        write(MediaKind.VIDEO, 1000, "17000000000142001e");
        write(MediaKind.VIDEO, 1000, KEY_FRAME);
        assertThat(start())
                .startsWith(String.format(HEADER, 5))
                .contains("17000000000142001e", AUDIO_CONFIG)
                .doesNotContain(VIDEO_CONFIG);
    }

    @Test
    void coloursComeWithTheConfigurationAtTheirTimeAndGoWithTheirCodec() {
        String colours = "946876633102000009";
        metadata(500, "");
        write(MediaKind.VIDEO, 500, "906876633101");
        write(MediaKind.VIDEO, 500, colours);
        write(MediaKind.VIDEO, 1000, "93687663310A");
        write(MediaKind.VIDEO, 1040, colours);
        List<Frame> frames = FlvSample.frames(rest(newcomer()));
        assertThat(frames)
                .extracting(Frame::toString)
                .containsExactly(
                        "AMF0 METADATA @0ms 18 bytes",
                        "HEVC CONFIG @1000ms 6 bytes",
                        "HEVC METADATA @1000ms 9 bytes",
                        "HEVC CODED key @1000ms 6 bytes",
                        "HEVC METADATA @1040ms 9 bytes");
        frames.forEach(Frame::release);
        write(MediaKind.VIDEO, 2000, VIDEO_CONFIG);
        write(MediaKind.VIDEO, 2000, KEY_FRAME);
        assertThat(start()).contains(VIDEO_CONFIG).doesNotContain(colours);
    }

    @Test
    void aNewcomerGetsTheConfigurationsOfFurtherTracks() {
        write(MediaKind.VIDEO, 0, VIDEO_CONFIG);
        write(MediaKind.VIDEO, 0, "96006176633101" + "aa");
        write(MediaKind.VIDEO, 0, "96006176633102" + "bb");
        write(MediaKind.AUDIO, 0, "95006d70346101" + "cc");
        write(MediaKind.VIDEO, 500, "96006176633101" + "dd");
        for (int track = 3; track < 100; track++) {
            write(MediaKind.VIDEO, 500, String.format("960061766331%02xee", track));
        }
        write(MediaKind.VIDEO, 1000, KEY_FRAME);
        List<Frame> frames = FlvSample.frames(rest(newcomer()));
        assertThat(frames)
                .extracting(frame -> ByteBufUtil.hexDump(frame.body()))
                .startsWith(VIDEO_CONFIG, "96006176633101dd", "96006176633102bb", "95006d70346101cc")
                .hasSize(1 + 16 + 1);
        frames.forEach(Frame::release);
    }

    @Test
    void theHeaderSaysWhichTracksThereAre() {
        write(MediaKind.AUDIO, 0, AUDIO_CONFIG);
        write(MediaKind.AUDIO, 0, SOUND);
        assertThat(start()).startsWith(String.format(HEADER, 4));
    }

    @Test
    void tracksThatMetadataNameAreInTheHeaderBeforeTheyCome() {
        metadata(0, property("videocodecid", "00401c000000000000") + property("audiocodecid", "000000000000000000"));
        write(MediaKind.AUDIO, 100, SOUND);
        assertThat(start()).startsWith(String.format(HEADER, 5));
    }

    @Test
    void aTrackThatMetadataNameByZeroOrThatNeverComesIsNotInTheHeader() {
        metadata(0, property("videocodecid", "000000000000000000"));
        write(MediaKind.AUDIO, 100, SOUND);
        assertThat(start()).startsWith(String.format(HEADER, 4));
        metadata(200, property("videocodecid", "02000461766331"));
        write(MediaKind.AUDIO, 6000, SOUND);
        assertThat(start()).startsWith(String.format(HEADER, 4));
    }

    @Test
    void anotherPublishersTracksAreItsOwn() {
        write(MediaKind.VIDEO, 0, VIDEO_CONFIG);
        write(MediaKind.AUDIO, 0, AUDIO_CONFIG);
        write(MediaKind.VIDEO, 0, KEY_FRAME);
        muxer.beginSession();
        write(MediaKind.AUDIO, 100, "af001190");
        write(MediaKind.AUDIO, 100, SOUND);
        assertThat(start())
                .startsWith(String.format(HEADER, 4))
                .contains("af001190")
                .doesNotContain(VIDEO_CONFIG);
    }
}
