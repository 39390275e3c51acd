package io.millrace.mpegts;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.flv.FlvSample;
import io.millrace.flv.FlvTag;
import io.millrace.media.Codec;
import io.millrace.media.Frame;
import io.millrace.media.MediaKind;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TsMuxerTest {
    private static final int VIDEO = 0x100;
    private static final int AUDIO = 0x101;
    private static final String AVC_CONFIG = "17000000000142c01effe1000a6742c01eda02014c800101000468ce3c80";
    private static final String AAC_CONFIG = "af001208";

    private final List<Codec> leftOut = new ArrayList<>();
    private final TsMuxer muxer = new TsMuxer(leftOut::add);
    private final ByteBuf out = Unpooled.buffer();

    private void write(Frame frame) {
        int before = out.readableBytes();
        muxer.write(frame, out);
        assertThat(out.readableBytes() - before).isLessThanOrEqualTo(TsMuxer.maxBytes(frame));
    }

    private void write(MediaKind kind, long time, String hex) {
        Frame frame = FlvTag.read(kind, time, Unpooled.wrappedBuffer(ByteBufUtil.decodeHexDump(hex)));
        write(frame);
        frame.release();
    }

    private void writeSample(String name) {
        List<Frame> frames = FlvSample.frames(name);
        frames.forEach(this::write);
        frames.forEach(Frame::release);
    }

    /** A key frame, or another one, of one NAL unit. */
    private void picture(boolean key, long time, int composition, int nalBytes) {
        String header = (key ? "17" : "27") + "01" + String.format("%06x", composition & 0xffffff);
        String nal = (key ? "65" : "41") + "b7".repeat(nalBytes - 1);
        write(MediaKind.VIDEO, time, header + String.format("%08x", nalBytes) + nal);
    }

    private void sound(long time) {
        write(MediaKind.AUDIO, time, "af01211004608c1c");
    }

    private TsReader read() {
        return new TsReader().read(out);
    }

    @ParameterizedTest
    @ValueSource(strings = {"h264-aac.flv", "hevc-aac.flv", "mp3.flv"})
    void packetsAreWholeAndContinuityCountersRightOverSegments(String sample) {
        writeSample(sample);
        int frames = read().pes.size();
        out.clear();
        muxer.beginSegment();
        writeSample(sample);
        muxer.beginSegment();
        writeSample(sample);
        assertThat(read().pes).hasSize(2 * frames);
        assertThat(muxer.leftOut()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"h264-aac.flv", "hevc-aac.flv"})
    void programTablesComeBeforeEachKeyFrame(String sample) {
        writeSample(sample);
        TsReader stream = read();
        int keyFrames = (int)
                stream.ofPid(VIDEO).stream().filter(pes -> pes.randomAccess).count();
        assertThat(keyFrames).isGreaterThanOrEqualTo(2);
        assertThat(stream.programMaps).hasSizeGreaterThanOrEqualTo(keyFrames);
        assertThat(stream.pids).startsWith(0, TsReader.PMT_PID, VIDEO);
    }

    @ParameterizedTest
    @CsvSource({"h264-aac.flv, 0x1b, 0x0f", "hevc-aac.flv, 0x24, 0x0f"})
    void theProgramMapListsTheTracks(String sample, String videoType, String audioType) {
        writeSample(sample);
        assertThat(read().programMaps)
                .containsOnly(new TsReader.Pmt(
                        0, VIDEO, Map.of(VIDEO, Integer.decode(videoType), AUDIO, Integer.decode(audioType))));
    }

    @Test
    void aStreamOfSoundAloneListsThatAloneAndRepeatsItsTables() {
        writeSample("mp3.flv");
        TsReader stream = read();
        assertThat(stream.programMaps)
                .hasSizeGreaterThanOrEqualTo(2)
                .containsOnly(new TsReader.Pmt(0, AUDIO, Map.of(AUDIO, 3)));
        assertThat(stream.pes).allMatch(pes -> pes.randomAccess);
    }

    @Test
    void aTrackThatComesLaterIsAnnouncedAtOnceWithAnotherVersion() {
        write(MediaKind.VIDEO, 0, AVC_CONFIG);
        picture(true, 0, 0, 10);
        write(MediaKind.AUDIO, 10, AAC_CONFIG);
        sound(10);
        TsReader stream = read();
        assertThat(stream.programMaps)
                .containsExactly(
                        new TsReader.Pmt(0, VIDEO, Map.of(VIDEO, 0x1b)),
                        new TsReader.Pmt(1, VIDEO, Map.of(VIDEO, 0x1b, AUDIO, 0x0f)));
        assertThat(stream.pids).containsExactly(0, 0x1000, VIDEO, 0, 0x1000, -VIDEO, AUDIO);
    }

    @Test
    void anotherPublishersTracksReplaceThoseOfTheOneBefore() {
        write(MediaKind.VIDEO, 0, AVC_CONFIG);
        picture(true, 0, 0, 10);
        muxer.beginSession();
        write(MediaKind.AUDIO, 100, AAC_CONFIG);
        sound(100);
        assertThat(read().programMaps).last().isEqualTo(new TsReader.Pmt(1, AUDIO, Map.of(AUDIO, 0x0f)));
    }

    @Test
    void theProgramTablesAreTheseBytes() {
        write(MediaKind.VIDEO, 0, AVC_CONFIG);
        write(MediaKind.AUDIO, 0, AAC_CONFIG);
        picture(true, 0, 0, 10);
        assertThat(ByteBufUtil.hexDump(out, 0, 22)).isEqualTo("4740001000" + "00b00d0001c100000001f000" + "2ab104b2ff");
        assertThat(ByteBufUtil.hexDump(out, 188, 32))
                .isEqualTo("4750001000" + "02b0170001c10000e100f000" + "1be100f0000fe101f000" + "2f44b99bff");
    }

    @Test
    void aKeyFrameIsAPesPacketWithDelimiterAndParameterSets() {
        write(MediaKind.VIDEO, 0, AVC_CONFIG);
        picture(true, 1000, 80, 4);
        TsReader.Pes pes = read().pes.get(0);
        assertThat(pes.data())
                .isEqualTo("0000000109f0" + "000000016742c01eda02014c8001" + "0000000168ce3c80" + "0000000165b7b7b7");
        assertThat(pes.dts()).isEqualTo(90_000 + 63_000);
        assertThat(pes.pts()).isEqualTo(90_000 + 63_000 + 7_200);
        assertThat(pes.length()).isZero();
    }

    @Test
    void anAacFrameGetsAnAdtsHeader() {
        write(MediaKind.AUDIO, 0, AAC_CONFIG);
        sound(0);
        TsReader.Pes pes = read().pes.get(0);
        assertThat(pes.data()).isEqualTo("fff1504001bffc" + "211004608c1c");
        assertThat(pes.length()).isEqualTo(pes.bytes.readableBytes() - 6);
    }

    @Test
    void framesOfEverySizeAreStuffedToWholePackets() {
        write(MediaKind.VIDEO, 0, AVC_CONFIG);
        for (int size = 1; size < 600; size++) {
            picture(size % 7 == 0, size * 40L, 0, size);
        }
        TsReader stream = read();
        assertThat(stream.pes).hasSize(599);
        for (int size = 1; size < 600; size++) {
            String data = stream.pes.get(size - 1).data();
            assertThat(data).endsWith((size % 7 == 0 ? "65" : "41") + "b7".repeat(size - 1));
        }
    }

    @Test
    void theClockComesAtLeastEveryHundredMillisecondsAndNeverAfterTheData() {
        writeSample("h264-aac.flv");
        TsReader stream = read();
        assertThat(stream.clocks).isSorted().hasSizeGreaterThan(20);
        for (int i = 1; i < stream.clocks.size(); i++) {
            assertThat(stream.clocks.get(i) - stream.clocks.get(i - 1)).isBetween(1L, 9_000L);
        }
    }

    @Test
    void theClockFollowsTheTrackThatLagsAndNeverGoesBack() {
        write(MediaKind.VIDEO, 0, AVC_CONFIG);
        write(MediaKind.AUDIO, 0, AAC_CONFIG);
        List<Long> clocks = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            picture(i == 0, i * 40, 0, 10);
            sound(i * 40 + 900);
            TsReader stream = new TsReader().read(out);
            clocks.addAll(stream.clocks);
            out.clear();
            long dts = stream.pes.get(0).dts();
            // The first sound has run ahead before anything could be known of that.
            assertThat(stream.clocks).allMatch(clock -> clock <= Math.max(dts, 81_100));
        }
        assertThat(clocks).isSorted().doesNotHaveDuplicates();
        assertThat(clocks.get(clocks.size() - 1)).isEqualTo(99 * 40 * 90);
    }

    @Test
    void slowPicturesLeaveTheClockToTheSound() {
        write(MediaKind.VIDEO, 0, AVC_CONFIG);
        write(MediaKind.AUDIO, 0, AAC_CONFIG);
        for (int i = 0; i < 200; i++) {
            if (i % 50 == 0) {
                picture(true, i * 23, 0, 10);
            }
            sound(i * 23);
        }
        List<Long> clocks = read().clocks;
        for (int i = 1; i < clocks.size(); i++) {
            assertThat(clocks.get(i) - clocks.get(i - 1)).isBetween(1L, 9_000L);
        }
    }

    @Test
    void decodingTimesGrowEvenWhereTheLineStandsStill() {
        write(MediaKind.VIDEO, 0, AVC_CONFIG);
        picture(true, 40, 0, 10);
        picture(false, 40, 0, 10);
        picture(false, 40, 0, 10);
        assertThat(read().pes).extracting(TsReader.Pes::dts).containsExactly(66_600L, 66_601L, 66_602L);
    }

    @Test
    void aPresentationTimeBeforeItsFrameMovesDecodingTimesForward() {
        write(MediaKind.VIDEO, 0, AVC_CONFIG);
        picture(true, 400, 0, 10);
        picture(false, 440, 80, 10);
        picture(false, 480, -80, 10);
        picture(false, 520, 0, 10);
        picture(false, 560, 0, 10);
        picture(false, 600, 0, 10);
        List<TsReader.Pes> pictures = read().pes;
        assertThat(pictures)
                .extracting(pes -> (pes.pts() - 63_000) / 90)
                .containsExactly(400L, 520L, 440L, 520L, 560L, 600L);
        for (int i = 1; i < pictures.size(); i++) {
            assertThat(pictures.get(i).dts())
                    .isGreaterThan(pictures.get(i - 1).dts())
                    .isLessThanOrEqualTo(pictures.get(i).pts());
        }
    }

    @Test
    void timeStampsAndClockWrapAtThirtyThreeBits() {
        long wrap = (1L << 33) / 90;
        write(MediaKind.VIDEO, 0, AVC_CONFIG);
        picture(true, wrap - 400, 40, 10);
        picture(false, wrap + 400, 40, 10);
        TsReader stream = read();
        assertThat(stream.pes)
                .extracting(TsReader.Pes::dts)
                .containsExactly((wrap - 400) * 90 + 63_000 - (1L << 33), (wrap + 400) * 90 + 63_000 - (1L << 33));
        assertThat(stream.clocks).containsExactly((wrap - 400) * 90, (wrap + 400) * 90 - (1L << 33));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1701000000000000ff65",
                "170100000000000002",
                "1701000000",
                "17010000000000000165ff",
                "17010000000000000009f0",
                "1701000000ffffffff65",
                "170100000000000000",
            })
    void aFrameWhoseNalUnitLengthsDoNotFitIsLeftOut(String hex) {
        write(MediaKind.VIDEO, 0, AVC_CONFIG);
        write(MediaKind.VIDEO, 5000, hex);
        assertThat(out.isReadable()).isFalse();
        assertThat(muxer.leftOut()).isEqualTo(1);
    }

    @Test
    void emptyNalUnitsAndDelimitersOfTheEncoderAreSkipped() {
        write(MediaKind.VIDEO, 0, AVC_CONFIG);
        write(MediaKind.VIDEO, 0, "2701000000" + "0000000209f0" + "00000000" + "0000000241e1" + "00000000");
        assertThat(read().pes.get(0).data()).isEqualTo("0000000109f0" + "0000000141e1");
    }

    @Test
    void whatCannotBeReadAsAConfigurationIsCountedAndTheFormerOneStays() {
        write(MediaKind.VIDEO, 0, AVC_CONFIG);
        write(MediaKind.VIDEO, 0, "1700000000014200");
        write(MediaKind.AUDIO, 0, "af00f7");
        assertThat(muxer.leftOut()).isEqualTo(2);
        picture(true, 0, 0, 10);
        assertThat(read().pes).hasSize(1);
    }

    @Test
    void codedFramesBeforeTheirConfigurationAreLeftOut() {
        sound(0);
        picture(true, 0, 0, 10);
        assertThat(out.isReadable()).isFalse();
        assertThat(muxer.leftOut()).isEqualTo(2);
    }

    @Test
    void aCodecThatATransportStreamCannotCarryIsLeftOut() {
        assertThat(TsMuxer.carries(Codec.AV1)).isFalse();
        assertThat(TsMuxer.carries(Codec.HEVC)).isTrue();
        write(MediaKind.AUDIO, 0, AAC_CONFIG);
        write(MediaKind.VIDEO, 0, "9061763031810000");
        write(MediaKind.VIDEO, 0, "91617630310a0b");
        sound(0);
        assertThat(read().programMaps).containsExactly(new TsReader.Pmt(0, AUDIO, Map.of(AUDIO, 0x0f)));
        assertThat(leftOut).containsExactly(Codec.AV1, Codec.AV1);
    }

    @Test
    void theTablesPromiseNoTrackAnyMoreWhoseCodingCannotBeCarriedFromNowOn() {
        write(MediaKind.VIDEO, 0, AVC_CONFIG);
        write(MediaKind.AUDIO, 0, AAC_CONFIG);
        picture(true, 0, 0, 10);
        sound(0);
        write(MediaKind.AUDIO, 40, "914f707573aabb");
        picture(false, 40, 0, 10);
        write(MediaKind.AUDIO, 80, AAC_CONFIG);
        sound(80);
        assertThat(read().programMaps)
                .containsExactly(
                        new TsReader.Pmt(0, VIDEO, Map.of(VIDEO, 0x1b, AUDIO, 0x0f)),
                        new TsReader.Pmt(1, VIDEO, Map.of(VIDEO, 0x1b)),
                        new TsReader.Pmt(2, VIDEO, Map.of(VIDEO, 0x1b, AUDIO, 0x0f)));
        assertThat(leftOut).containsExactly(Codec.OPUS);
    }

    @Test
    void aacThatAdtsCannotNameIsLeftOut() {
        write(MediaKind.AUDIO, 0, "af00f8e65000");
        sound(0);
        assertThat(out.isReadable()).isFalse();
        assertThat(leftOut).containsExactly(Codec.AAC);
    }

    @Test
    void soundThatIsTooLongForItsHeadersIsLeftOut() {
        write(MediaKind.AUDIO, 0, AAC_CONFIG);
        write(MediaKind.AUDIO, 0, "af01" + "00".repeat(9000));
        write(MediaKind.AUDIO, 0, "2f" + "ff".repeat(66_000));
        assertThat(out.isReadable()).isFalse();
        assertThat(muxer.leftOut()).isEqualTo(2);
    }

    @Property(tries = 300)
    void nothingThatAnEncoderMaySendMakesItThrowOrWriteBrokenPackets(
            @ForAll @Size(max = 40) List<byte[]> bodies, @ForAll boolean soundOnly) {
        TsMuxer any = new TsMuxer(codec -> {});
        ByteBuf stream = Unpooled.buffer();
        String[] heads = {"1701000000", "2701000000", "1700000000", "1c01000000", "1c00000000", "af01", "af00", "2f"};
        long time = 0;
        for (byte[] body : bodies) {
            int head = soundOnly ? 5 + body.length % 3 : body.length % heads.length;
            ByteBuf tag = Unpooled.copiedBuffer(ByteBufUtil.decodeHexDump(heads[head]), body);
            Frame frame = FlvTag.read(head < 5 ? MediaKind.VIDEO : MediaKind.AUDIO, time++, tag);
            any.write(frame, stream);
            frame.release();
        }
        new TsReader().read(stream);
    }
}
