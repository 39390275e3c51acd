package io.millrace.audio;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.flv.FlvSample;
import io.millrace.flv.FlvTag;
import io.millrace.media.Codec;
import io.millrace.media.Frame;
import io.millrace.media.MediaKind;
import io.millrace.media.Mp3Header;
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

class AudioMuxerTest {
    private static final String AAC_CONFIG = "af001210";

    private final StreamLog log = new StreamLog(new StreamLogSettings(1 << 16, 1 << 24, Duration.ofSeconds(30)));
    private final List<Codec> leftOut = new ArrayList<>();
    private final RecentAudio none = new RecentAudio(Duration.ZERO);
    private final List<Cursor> cursors = new ArrayList<>();

    @AfterEach
    void close() {
        log.close();
        cursors.forEach(Cursor::close);
    }

    @Test
    void aacBecomesAdtsFramesAndNothingElse() {
        AudioMuxer muxer = AudioMuxer.aac(none, leftOut::add);
        Cursor cursor = newest();
        ByteBuf heard = Unpooled.buffer();
        List<byte[]> published = new ArrayList<>();
        for (Frame frame : FlvSample.frames("h264-aac.flv")) {
            muxer.write(frame, log);
            if (frame.codec() == Codec.AAC && frame.type() == Frame.Type.CODED) {
                published.add(ByteBufUtil.getBytes(frame.payload()));
            }
            heard.writeBytes(read(cursor));
            frame.release();
        }
        assertThat(adtsFrames(heard)).hasSizeGreaterThan(10).containsExactlyElementsOf(published);
        assertThat(leftOut).isEmpty();
    }

    @Test
    void mp3IsSentAsItIs() {
        AudioMuxer muxer = AudioMuxer.mp3(none);
        Cursor cursor = newest();
        ByteBuf published = Unpooled.buffer();
        ByteBuf heard = Unpooled.buffer();
        for (Frame frame : FlvSample.frames("mp3.flv")) {
            assertThat(frame.kind() != MediaKind.AUDIO || Mp3Header.read(frame).isPresent())
                    .isTrue();
            muxer.write(frame, log);
            if (frame.codec() == Codec.MP3) {
                published.writeBytes(frame.payload());
            }
            heard.writeBytes(read(cursor));
            frame.release();
        }
        assertThat(published.readableBytes()).isPositive();
        assertThat(heard).isEqualTo(published);
    }

    @Test
    void aNewcomerBeginsAtTheLastSecond() {
        AudioMuxer muxer = AudioMuxer.aac(none, leftOut::add);
        write(muxer, none, 0, AAC_CONFIG);
        for (int time = 0; time < 3500; time += 100) {
            write(muxer, none, time, "af01aa" + String.format("%04x", time));
        }
        assertThat(times(newest())).containsExactly(3000, 3100, 3200, 3300, 3400);
    }

    @Test
    void aNewcomerIsSentTheRecentSoundAtOnceAndWhoLagsIsNot() {
        RecentAudio recent = new RecentAudio(Duration.ofSeconds(2));
        AudioMuxer muxer = AudioMuxer.aac(recent, leftOut::add);
        write(muxer, recent, 0, AAC_CONFIG);
        Cursor early = newest();
        for (int time = 0; time < 3050; time += 500) {
            write(muxer, recent, time, "af01aa" + String.format("%04x", time));
            if (time == 500) {
                assertThat(times(early)).containsExactly(0, 500);
            }
        }
        early.jump();
        assertThat(times(early)).containsExactly(3000);
        assertThat(times(newest())).containsExactly(500, 1000, 1500, 2000, 2500, 3000);
    }

    @Test
    void recentSoundOfAnotherConfigurationOrSessionIsNotSent() {
        RecentAudio recent = new RecentAudio(Duration.ofSeconds(20));
        AudioMuxer muxer = AudioMuxer.aac(recent, leftOut::add);
        write(muxer, recent, 0, AAC_CONFIG);
        write(muxer, recent, 0, "af01aa0000");
        write(muxer, recent, 1000, "af001190");
        write(muxer, recent, 1000, "af01aa03e8");
        write(muxer, recent, 2000, "af01aa07d0");
        assertThat(times(newest())).containsExactly(1000, 2000);

        muxer.beginSession();
        recent.clear();
        write(muxer, recent, 3000, "af01aa0bb8");
        assertThat(times(newest())).containsExactly(1000, 2000);
        write(muxer, recent, 3000, AAC_CONFIG);
        write(muxer, recent, 3100, "af01aa0c1c");
        assertThat(times(newest())).containsExactly(3100);
    }

    @Test
    void aacThatAdtsCannotNameIsLeftOutAndSaidSo() {
        AudioMuxer muxer = AudioMuxer.aac(none, leftOut::add);
        write(muxer, none, 0, "af00f8e65000");
        write(muxer, none, 0, "af01aa0000");
        assertThat(log.head()).isZero();
        assertThat(leftOut).containsExactly(Codec.AAC);
    }

    @Test
    void picturesAndOtherSoundLeaveNoTrace() {
        AudioMuxer aac = AudioMuxer.aac(none, leftOut::add);
        AudioMuxer mp3 = AudioMuxer.mp3(none);
        for (Frame frame : FlvSample.frames("h264-aac.flv")) {
            mp3.write(frame, log);
            frame.release();
        }
        for (Frame frame : FlvSample.frames("mp3.flv")) {
            aac.write(frame, log);
            frame.release();
        }
        assertThat(log.head()).isZero();
        assertThat(leftOut).isEmpty();
    }

    private static void write(AudioMuxer muxer, RecentAudio recent, long time, String hex, StreamLog log) {
        Frame frame = FlvTag.read(MediaKind.AUDIO, time, Unpooled.wrappedBuffer(ByteBufUtil.decodeHexDump(hex)));
        muxer.write(frame, log);
        recent.add(frame);
        frame.release();
    }

    private void write(AudioMuxer muxer, RecentAudio recent, long time, String hex) {
        write(muxer, recent, time, hex, log);
    }

    private Cursor newest() {
        Cursor cursor = log.atNewestRandomAccessPoint();
        cursors.add(cursor);
        return cursor;
    }

    private static ByteBuf read(Cursor cursor) {
        ByteBuf all = Unpooled.buffer();
        for (ByteBuf part = Slices.next(cursor); part != null; part = Slices.next(cursor)) {
            all.writeBytes(part);
            part.release();
        }
        return all;
    }

    /** The frames' times, which the tests write into them. */
    private static List<Integer> times(Cursor cursor) {
        return adtsFrames(read(cursor)).stream()
                .map(frame -> (frame[1] & 0xff) << 8 | frame[2] & 0xff)
                .toList();
    }

    private static List<byte[]> adtsFrames(ByteBuf stream) {
        List<byte[]> frames = new ArrayList<>();
        while (stream.isReadable()) {
            assertThat(stream.readUnsignedShort()).isEqualTo(0xfff1);
            stream.skipBytes(1);
            int length = stream.readUnsignedMedium() >> 5 & 0x1fff;
            stream.skipBytes(1);
            byte[] frame = new byte[length - Adts.HEADER_BYTES];
            stream.readBytes(frame);
            frames.add(frame);
        }
        return frames;
    }
}
