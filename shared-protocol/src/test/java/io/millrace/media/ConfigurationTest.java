package io.millrace.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.millrace.flv.FlvTag;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigurationTest {
    private static final String AVC_HIGH =
            "0164000dffe100196764000dacd941519e226c04400000fa40003a9803c50a658001000668ebe3cb22c0fdf8f800";
    private static final String AVC_444_INTERLACED =
            "01f40015ffe1001a67f40015919b282867e7c044000003000400000300c87c50a65801000668fe8f192190fff8f800";
    private static final String AVC_BASELINE =
            "0142c01effe100196742c01ed900a02ff97011000003000100000300320f162e4801000568cb83cb20";
    private static final String HEVC_RECORD = "0104080000009e08000000003cf000fcfff8f800000f";
    private static final String HEVC_VPS = "200001001740010c01ffff0408000003009e0800000300003c959409";
    private static final String HEVC_SPS =
            "210001002c4201010408000003009e0800000300003c90014901739ef2cacb24995e02dc0808001000003e900007530080";
    private static final String HEVC_PPS = "22000100084401c172860c4624";

    private static Frame config(Codec codec, String hex) {
        return new Frame(
                codec, Frame.Type.CONFIG, false, 0, 0, Unpooled.wrappedBuffer(ByteBufUtil.decodeHexDump(hex)), 0);
    }

    private static AacConfiguration aac(String hex) {
        return AacConfiguration.read(config(Codec.AAC, hex));
    }

    @ParameterizedTest
    @CsvSource({
        AVC_HIGH + ", 322, 182, 29.97, 100, 13, 2",
        AVC_444_INTERLACED + ", 320, 180, 25, 244, 21, 2",
        AVC_BASELINE + ", 640, 360, 25, 66, 30, 2",
    })
    void anAvcConfigurationTellsSizeRateAndProfile(
            String hex, int width, int height, double rate, int profile, int level, int sets) {
        VideoConfiguration read = VideoConfiguration.read(config(Codec.H264, hex));
        assertThat(read.nalLengthBytes()).isEqualTo(4);
        assertThat(read.parameterSets()).hasSize(sets);
        VideoDescription description = read.description();
        assertThat(description.width()).isEqualTo(width);
        assertThat(description.height()).isEqualTo(height);
        assertThat(description.frameRate()).isCloseTo(rate, within(0.01));
        assertThat(description.profile()).isEqualTo(profile);
        assertThat(description.level()).isEqualTo(level);
    }

    @Test
    void anHevcConfigurationTellsSizeAndRateAndItsThreeKindsOfSets() {
        String sei = "2700010004" + "4e0105ff";
        VideoConfiguration read =
                VideoConfiguration.read(config(Codec.HEVC, HEVC_RECORD + "04" + HEVC_VPS + HEVC_SPS + HEVC_PPS + sei));
        assertThat(read.parameterSets()).extracting(set -> set[0] >> 1).containsExactly(32, 33, 34);
        assertThat(read.description().width()).isEqualTo(322);
        assertThat(read.description().height()).isEqualTo(182);
        assertThat(read.description().frameRate()).isCloseTo(29.97, within(0.01));
    }

    @Test
    void aSetOfUnknownContentIsPassedOnWithoutDescription() {
        VideoConfiguration read =
                VideoConfiguration.read(config(Codec.H264, "0164000dffe10004" + "6764000d" + "0100026800"));
        assertThat(read.parameterSets()).hasSize(2);
        assertThat(read.description()).isEqualTo(VideoDescription.UNKNOWN);
    }

    @Test
    void aCutEndOfTheSetCostsTheRateOnly() {
        String cut = "0164000dffe100106764000dacd941519e226c04400000fa" + "010002" + "6800";
        VideoDescription description =
                VideoConfiguration.read(config(Codec.H264, cut)).description();
        assertThat(description.width()).isEqualTo(322);
        assertThat(description.frameRate()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "0164",
                "0164000dffe0" + "0100026800",
                "0164000dfee100046764000d" + "0100026800",
                "0164000dffe100ff6764",
                "0164000dffe10000" + "0100026800",
            })
    void aBrokenAvcConfigurationIsRefused(String hex) {
        assertThatThrownBy(() -> VideoConfiguration.read(config(Codec.H264, hex)))
                .isInstanceOf(MalformedMediaException.class);
    }

    @Test
    void parameterSetsAreBounded() {
        String huge = "0164000dffe11000" + "67" + "00".repeat(0xfff) + "0100026800";
        assertThatThrownBy(() -> VideoConfiguration.read(config(Codec.H264, huge)))
                .isInstanceOf(MalformedMediaException.class)
                .hasMessageContaining("expected: at most 4096");
    }

    @ParameterizedTest
    @CsvSource({
        "1208, 2, 4, 1, 44100, 1",
        "1190, 2, 3, 2, 48000, 2",
        "11b0, 2, 3, 6, 48000, 6",
        "131056e598, 2, 6, 2, 48000, 2",
        "130856e59d4880, 2, 6, 1, 48000, 2",
        "2b118800, 2, 6, 2, 48000, 2",
        "eb098800, 2, 6, 1, 48000, 2",
        "1780560a08, 2, 4, 1, 44052, 1",
        "f94640, 42, 3, 2, 48000, 2",
    })
    void anAudioSpecificConfigTellsTheCoderAndWhatIsHeard(
            String hex, int objectType, int frequencyIndex, int channelConfiguration, int rate, int channels) {
        assertThat(aac(hex))
                .isEqualTo(new AacConfiguration(
                        objectType, frequencyIndex, channelConfiguration, new AudioDescription(rate, channels)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "12", "1688", "17ff", "2b"})
    void aBrokenAudioSpecificConfigIsRefused(String hex) {
        assertThatThrownBy(() -> aac(hex)).isInstanceOf(MalformedMediaException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "fffb9064, 44100, 2",
        "fffb94c4, 48000, 1",
        "fff36464, 24000, 2",
        "ffe318c4, 8000, 1",
    })
    void anMp3HeaderTellsRateAndChannels(String hex, int rate, int channels) {
        assertThat(Mp3Header.read(config(Codec.MP3, hex))).contains(new AudioDescription(rate, channels));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "fffb90", "00000000", "fff15080", "ffeb9064", "fffb9c64"})
    void whatIsNoMp3HeaderTellsNothing(String hex) {
        assertThat(Mp3Header.read(config(Codec.MP3, hex))).isEmpty();
    }

    /** Whatever bits are flipped in a good record, it is read or refused, and soon. */
    @Property
    void aDamagedConfigurationIsReadOrRefused(
            @ForAll @IntRange(max = 2) int which,
            @ForAll @IntRange(max = 150) int at,
            @ForAll byte value,
            @ForAll @IntRange(max = 20) int cut) {
        String hex = which == 0 ? AVC_HIGH : which == 1 ? HEVC_RECORD + "03" + HEVC_VPS + HEVC_SPS + HEVC_PPS : "1208";
        byte[] bytes = ByteBufUtil.decodeHexDump(hex);
        bytes[at % bytes.length] = value;
        Codec codec = which == 0 ? Codec.H264 : which == 1 ? Codec.HEVC : Codec.AAC;
        int length = Math.max(0, bytes.length - cut);
        Frame frame = new Frame(codec, Frame.Type.CONFIG, false, 0, 0, Unpooled.wrappedBuffer(bytes, 0, length), 0);
        try {
            if (which == 2) {
                assertThat(AacConfiguration.read(frame).frequencyIndex()).isBetween(0, 12);
            } else {
                assertThat(VideoConfiguration.read(frame).parameterSets()).isNotEmpty();
            }
        } catch (MalformedMediaException refused) {
            assertThat(refused).hasMessageNotContaining("null");
        }
    }

    @Property
    void anyTagBodyIsReadOrRefusedAndReleased(@ForAll byte[] body, @ForAll MediaKind kind) {
        var buffer = Unpooled.copiedBuffer(body);
        try {
            Frame frame = FlvTag.read(kind, 7, buffer);
            assertThat(frame.kind()).isEqualTo(kind);
            assertThat(frame.payload().readableBytes() + frame.payloadOffset()).isEqualTo(body.length);
            frame.release();
        } catch (MalformedMediaException refused) {
            assertThat(refused).hasMessageNotContaining("null");
        }
        if (body.length > 0) {
            assertThat(buffer.refCnt()).isZero();
        }
    }
}
