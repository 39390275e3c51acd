package io.millrace.mpegts;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.flv.FlvSample;
import io.millrace.flv.FlvTag;
import io.millrace.media.Frame;
import io.millrace.media.MediaKind;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TsMuxerTest {
    private final TsMuxer muxer = new TsMuxer();

    private ByteBuf mux(List<Frame> frames) {
        ByteBuf out = Unpooled.buffer();
        for (Frame frame : frames) {
            int before = out.readableBytes();
            muxer.write(frame, out);
            assertThat(out.readableBytes() - before).isLessThanOrEqualTo(TsMuxer.maxBytes(frame));
        }
        return out;
    }

    private ByteBuf muxSample(String name) {
        List<Frame> frames = FlvSample.frames(name);
        ByteBuf out = mux(frames);
        frames.forEach(Frame::release);
        return out;
    }

    @ParameterizedTest
    @ValueSource(strings = {"h264-aac.flv", "hevc-aac.flv", "mp3.flv"})
    void packetsAreWholeAndContinuityCountersRightOverSegments(String sample) {
        ByteBuf first = muxSample(sample);
        muxer.beginSegment();
        ByteBuf second = muxSample(sample);
        Map<Integer, Integer> counters = new HashMap<>();
        for (ByteBuf segment : List.of(first, second)) {
            assertThat(segment.readableBytes() % 188).isZero();
            for (int at = 0; at < segment.readableBytes(); at += 188) {
                assertThat(segment.getByte(at)).isEqualTo((byte) 0x47);
                int pid = segment.getUnsignedShort(at + 1) & 0x1fff;
                int control = segment.getUnsignedByte(at + 3);
                int counter = control & 0xf;
                boolean payload = (control & 0x10) != 0;
                Integer last = counters.put(pid, counter);
                if (last != null) {
                    assertThat(counter)
                            .as("counter of pid %x at %d", pid, at)
                            .isEqualTo(payload ? last + 1 & 0xf : last);
                }
            }
        }
        assertThat(muxer.leftOut()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"h264-aac.flv", "hevc-aac.flv"})
    void programTablesComeBeforeEachKeyFrame(String sample) {
        ByteBuf stream = muxSample(sample);
        int keyFrames = 0;
        for (int at = 0; at < stream.readableBytes(); at += 188) {
            boolean hasAdaptation = (stream.getByte(at + 3) & 0x20) != 0 && stream.getByte(at + 4) > 0;
            int pid = stream.getUnsignedShort(at + 1) & 0x1fff;
            if (hasAdaptation && (stream.getByte(at + 5) & 0x40) != 0 && pid == 0x100) {
                keyFrames++;
                TreeSet<Integer> before = new TreeSet<>();
                for (int back = Math.max(0, at - 2 * 188); back < at; back += 188) {
                    before.add(stream.getUnsignedShort(back + 1) & 0x1fff);
                }
                assertThat(before).containsExactly(0, 0x1000);
            }
        }
        assertThat(keyFrames).isGreaterThanOrEqualTo(2);
    }

    @Test
    void theClockComesAtLeastEveryHundredMilliseconds() {
        ByteBuf stream = muxSample("h264-aac.flv");
        List<Long> clocks = new ArrayList<>();
        for (int at = 0; at < stream.readableBytes(); at += 188) {
            boolean hasClock = (stream.getByte(at + 3) & 0x20) != 0
                    && stream.getByte(at + 4) > 0
                    && (stream.getByte(at + 5) & 0x10) != 0;
            if (hasClock) {
                clocks.add((stream.getUnsignedInt(at + 6) << 1 | stream.getUnsignedByte(at + 10) >> 7) / 90);
            }
        }
        assertThat(clocks).isSorted().hasSizeGreaterThan(20);
        for (int i = 1; i < clocks.size(); i++) {
            assertThat(clocks.get(i) - clocks.get(i - 1)).isLessThanOrEqualTo(100);
        }
    }

    @Test
    void aFrameWhoseNalUnitLengthsDoNotFitIsLeftOut() {
        List<Frame> frames = FlvSample.frames("h264-aac.flv");
        mux(frames);
        frames.forEach(Frame::release);
        ByteBuf broken = Unpooled.wrappedBuffer(ByteBufUtil.decodeHexDump("1701000000000000ff65"));
        Frame frame = FlvTag.read(MediaKind.VIDEO, 5000, broken);
        ByteBuf out = Unpooled.buffer();
        muxer.write(frame, out);
        assertThat(out.isReadable()).isFalse();
        assertThat(muxer.leftOut()).isEqualTo(1);
        frame.release();
    }

    @Test
    void codedFramesBeforeTheirConfigurationAreLeftOut() {
        Frame frame =
                FlvTag.read(MediaKind.AUDIO, 0, Unpooled.wrappedBuffer(ByteBufUtil.decodeHexDump("AF01211004608C1C")));
        ByteBuf out = Unpooled.buffer();
        muxer.write(frame, out);
        assertThat(out.isReadable()).isFalse();
        frame.release();
    }

    @Test
    void timeStampsWrapAtThirtyThreeBits() {
        List<Frame> frames = FlvSample.frames("mp3.flv");
        Frame coded = frames.stream()
                .filter(frame -> frame.type() == Frame.Type.CODED && frame.kind() == MediaKind.AUDIO)
                .findFirst()
                .orElseThrow();
        ByteBuf out = Unpooled.buffer();
        muxer.write(coded.at((1L << 33) / 90 + 1), out);
        assertThat(out.readableBytes()).isEqualTo(3 * 188);
        frames.forEach(Frame::release);
    }
}
