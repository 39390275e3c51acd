package io.millrace.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.millrace.channel.AudioInfo;
import io.millrace.channel.MediaInfo;
import io.millrace.channel.VideoInfo;
import io.millrace.flv.FlvTag;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is read of AV1, VP8, VP9, Opus and FLAC. The tags, or their payloads, were written by ffmpeg 8. */
class OpenCodecsTest {
    private static final String AV1_CONFIG = "906176303181000c000a0b000000043d06d4daf90040";
    private static final String AV1_KEY_FRAME =
            "916176303112000a0b000000043d06d4daf90040328b2b10008400020820880000dd4ac9ea66ca21";
    private static final String VP9_CONFIG = "907670303901000000000b820202020000";
    private static final String VP9_KEY_FRAME = "9176703039824983420014100b560638241c184a000b905fc9";
    private static final String VP8_KEY_FRAME = "9176703038" + "1067009d012a4201b60000070885858899848802";
    private static final String OPUS_CONFIG = "904f7075734f7075734865616401023801" + "80bb0000000000";

    private static Frame tag(MediaKind kind, String hex) {
        return FlvTag.read(kind, 0, bytes(hex));
    }

    private static ByteBuf bytes(String hex) {
        return Unpooled.wrappedBuffer(ByteBufUtil.decodeHexDump(hex));
    }

    private static MediaInfo measured(MediaKind kind, String... tags) {
        MediaMeter meter = new MediaMeter();
        for (String tag : tags) {
            meter.add(tag(kind, tag));
        }
        return meter.measure();
    }

    @ParameterizedTest
    @CsvSource({
        AV1_CONFIG + ", AV1",
        AV1_KEY_FRAME + ", AV1",
        VP9_KEY_FRAME + ", VP9",
        VP8_KEY_FRAME + ", VP8",
    })
    void theSizeIsInTheConfigurationOrTheKeyFrame(String tag, String codec) {
        VideoInfo video = measured(MediaKind.VIDEO, tag).video().orElseThrow();
        assertThat(video.codec()).isEqualTo(codec);
        assertThat(video.width()).isEqualTo(322);
        assertThat(video.height()).isEqualTo(182);
    }

    @Test
    void theSizeChangesWithAKeyFrame() {
        String larger = VP9_KEY_FRAME.replace("14100b56", "28100b56");
        VideoInfo video = measured(MediaKind.VIDEO, VP9_CONFIG, VP9_KEY_FRAME, larger)
                .video()
                .orElseThrow();
        assertThat(video.width()).isEqualTo(642);
        assertThat(video.height()).isEqualTo(182);
    }

    @ParameterizedTest
    @CsvSource({
        "12000a1304000000040000003f00000087a0da9b5f2008, 15, 0",
        "12000a071821e836ad0040, 0, 0",
        "12000a0b000000043d06d402f80040, 0, 0",
        "12000c00000000043d06d402f80040, 0, 0",
    })
    void anAv1SequenceHeaderIsFoundBehindOtherUnits(String units, double rate, int profile) {
        VideoDescription read = Av1SequenceHeader.find(bytes(units)).orElseThrow();
        assertThat(read.width()).isEqualTo(322);
        assertThat(read.height()).isEqualTo(182);
        assertThat(read.frameRate()).isCloseTo(rate, within(0.01));
        assertThat(read.profile()).isEqualTo(profile);
    }

    @ParameterizedTest
    @CsvSource({
        "a2498342000282016ac0c704838309, 1",
        "a2498342e014100b5606382408, 1",
    })
    void aVp9KeyFrameOfAnotherProfileTellsItsSize(String hex, int profile) {
        VideoDescription read = VpxKeyFrame.readVp9(bytes(hex)).orElseThrow();
        assertThat(read).isEqualTo(new VideoDescription(322, 182, 0, profile, 0));
    }

    @ParameterizedTest
    @CsvSource({
        OPUS_CONFIG + ", OPUS, 48000, 2",
        "904f7075734f7075734865616401013801c05d0000000000, OPUS, 48000, 1",
        "904f7075734f7075734865616401063801" + "80bb00000000010402000401020305, OPUS, 48000, 6",
        "90664c614312001200000000004a580ac442f00000000000000000000000000000000000000000, FLAC, 44100, 2",
        "90664c6143664c61430000002212001200000000004a580ac442f000000000, FLAC, 44100, 2",
    })
    void theSoundsFormatIsInTheConfiguration(String tag, String codec, int rate, int channels) {
        assertThat(measured(MediaKind.AUDIO, tag).audio()).contains(new AudioInfo(codec, rate, channels, 0));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "9061763031",
                "906176303181000c00",
                "906176303181000c000a0b00000004",
                "906176303181000c000affffffffffffffff7f00",
                "906176303181000c000a0b00000007ffffffffffffff",
                "9161763031120012001200",
                "9176703039",
                "917670303982498342",
                "917670303986498342001410",
                "9176703039824983430014100b5606",
                "91767030381067009d012a42",
                "91767030381067009d012a00000000000000",
            })
    void whatCannotBeReadIsAPictureOfUnknownSize(String tag) {
        VideoInfo video = measured(MediaKind.VIDEO, tag).video().orElseThrow();
        assertThat(video.width()).isZero();
        assertThat(video.height()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "904f707573",
                "904f7075734f70757348656164",
                "904f7075734f7075734865616401003801c05d0000000000",
                "90664c6143",
                "90664c614312001200000000004a58",
                "90664c614312001200000000004a5800000000",
            })
    void whatCannotBeReadIsSoundOfUnknownFormat(String tag) {
        AudioInfo audio = measured(MediaKind.AUDIO, tag).audio().orElseThrow();
        assertThat(audio.sampleRate()).isZero();
        assertThat(audio.channels()).isZero();
    }

    @Test
    void anUnreadableConfigurationLeavesWhatIsKnown() {
        assertThat(measured(MediaKind.AUDIO, OPUS_CONFIG, "904f707573").audio())
                .contains(new AudioInfo("OPUS", 48000, 2, 0));
    }

    /** Whatever stands in a tag of these codecs, it stops nobody. */
    @Property
    void aDamagedTagIsMeasured(
            @ForAll @IntRange(max = 4) int which,
            @ForAll @IntRange(min = 5, max = 60) int at,
            @ForAll byte value,
            @ForAll @IntRange(max = 30) int cut) {
        String[] tags = {AV1_CONFIG, AV1_KEY_FRAME, VP9_KEY_FRAME, VP8_KEY_FRAME, OPUS_CONFIG};
        byte[] tag = ByteBufUtil.decodeHexDump(tags[which]);
        tag[Math.min(at, tag.length - 1)] = value;
        MediaKind kind = which == 4 ? MediaKind.AUDIO : MediaKind.VIDEO;
        MediaMeter meter = new MediaMeter();
        meter.add(FlvTag.read(kind, 0, Unpooled.wrappedBuffer(tag, 0, Math.max(5, tag.length - cut))));
        assertThat(meter.measure()).isNotEqualTo(MediaInfo.NONE);
    }
}
