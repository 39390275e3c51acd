package io.millrace.flv;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.media.Frame;
import io.millrace.media.MediaKind;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** In these tables, a dash stands for a tag that is left out, and an equals sign for one that stays as it is. */
class TagFormTest {
    private static final String LEFT_OUT = "-";
    private static final String AS_IT_CAME = "=";

    @ParameterizedTest
    @CsvSource({
        // H.264 in the old form: configuration, key frame with a composition time, disposable frame, end.
        "170000000001, =, =, =, 906176633101",
        "17010000500A, =, =, =, 91617663310000500A",
        "37010000000A, =, =, =, B3617663310A",
        "1702000000, =, =, =, 9261766331",
        "5700, =, =, =, =",
        // H.264 in the enhanced form, with and without a composition time; its colours have no old form.
        "906176633101, 170000000001, 170000000001, 170000000001, =",
        "A161766331FFFFB00A, 2701FFFFB00A, 2701FFFFB00A, 2701FFFFB00A, =",
        "93617663310A, 17010000000A, 17010000000A, 17010000000A, =",
        "9261766331, 1702000000, 1702000000, 1702000000, =",
        "9461766331AA, -, -, -, =",
        // HEVC and AV1 under ids of habit.
        "1C0000000001, =, =, 906876633101, 906876633101",
        "1C010000280A, =, =, 91687663310000280A, 91687663310000280A",
        "1D010000000A, =, =, 91617630310A, 91617630310A",
        // HEVC, AV1 and VP9 under their FourCCs.
        "91687663310000280A, 1C010000280A, =, =, =",
        "A3687663310A, 2C010000000A, =, =, =",
        "91617630310A, 1D010000000A, =, =, =",
        "9461763031AA, -, =, =, =",
        "91767030390A, -, =, =, =",
        "90767030390A, -, =, =, =",
        // Sorenson H.263.
        "220A, =, =, =, =",
        // A modifier; the default track in the dress of several; another track; both tracks.
        "9702AABBCC0161766331000028" + "0A, 17010000280A, 17010000280A, 17010000280A, =",
        "9700AA03687663310A, 1C010000000A, 93687663310A, 93687663310A, =",
        "960368766331000A, 1C010000000A, 93687663310A, 93687663310A, =",
        "960368766331010A, -, -, -, =",
        "96136876633100000001AA01000001BB, -, -, -, =",
    })
    void videoTagsInEachForm(String came, String old, String common, String fourCc, String enhanced) {
        check(MediaKind.VIDEO, came, old, common, fourCc, enhanced);
    }

    @ParameterizedTest
    @CsvSource({
        "AF001210, =, =, =, 906D7034611210",
        "AF010A, =, =, =, 916D7034610A",
        "906D7034611210, AF001210, AF001210, AF001210, =",
        "916D7034610A, AF010A, AF010A, AF010A, =",
        "926D703461, -, -, -, =",
        "946D7034610002, -, -, -, =",
        // MP3 at 44.1 kHz stereo, 22.05 kHz mono, 8 kHz mono, and without a header.
        "2FFFFB9000, =, =, =, 912E6D7033FFFB9000",
        "912E6D7033FFFB9000, 2FFFFB9000, 2FFFFB9000, 2FFFFB9000, =",
        "912E6D7033FFF380C0, 2AFFF380C0, 2AFFF380C0, 2AFFF380C0, =",
        "912E6D7033FFE388C0, E2FFE388C0, E2FFE388C0, E2FFE388C0, =",
        "912E6D7033AA, 2FAA, 2FAA, 2FAA, =",
        // Opus under Node-Media-Server's id, and under its FourCC.
        "DF004F707573, =, =, 904F7075734F707573, 904F7075734F707573",
        "DF010A, =, =, 914F7075730A, 914F7075730A",
        "904F7075734F707573, DF004F707573, =, =, =",
        "914F7075730A, DF010A, =, =, =",
        "91664C61430A, -, =, =, =",
        "9161632D330A, -, =, =, =",
        "9165632D330A, -, =, =, =",
        // Speex, Nellymoser, G.711 and PCM have no FourCC.
        "B20A, =, =, =, =",
        "520A, =, =, =, =",
        "720A, =, =, =, =",
        "820A, =, =, =, =",
        "3F0A, =, =, =, =",
        "9700AA014F7075730A, DF010A, 914F7075730A, 914F7075730A, =",
        "95014F707573000A, DF010A, 914F7075730A, 914F7075730A, =",
        "95014F707573020A, -, -, -, =",
    })
    void audioTagsInEachForm(String came, String old, String common, String fourCc, String enhanced) {
        check(MediaKind.AUDIO, came, old, common, fourCc, enhanced);
    }

    @ParameterizedTest
    @CsvSource({
        "videocodecid, avc1, 7, 7, 7, =",
        "videocodecid, hvc1, 12, =, =, =",
        "videocodecid, av01, 13, =, =, =",
        "videocodecid, vp09, 0, =, =, =",
        "videocodecid, 7, =, =, =, avc1",
        "videocodecid, 12, =, =, hvc1, hvc1",
        "videocodecid, 0, =, =, =, =",
        "audiocodecid, mp4a, 10, 10, 10, =",
        "audiocodecid, Opus, 13, =, =, =",
        "audiocodecid, fLaC, 0, =, =, =",
        "audiocodecid, 10, =, =, =, mp4a",
        "audiocodecid, 11, =, =, =, =",
        "audiocodecid, 0, =, =, =, =",
    })
    void metadataNameTheCodecsAsTheTagsDo(
            String property, String came, String old, String common, String fourCc, String enhanced) {
        String[] expected = {old, common, fourCc, enhanced};
        for (TagForm form : TagForm.values()) {
            String wanted = expected[form.ordinal()];
            check(
                    form,
                    MediaKind.SCRIPT,
                    metadata(property, came),
                    wanted.equals(AS_IT_CAME) ? wanted : metadata(property, wanted));
        }
    }

    @ParameterizedTest
    @EnumSource
    void metadataWithBothCodecsAndOtherScriptsAreKept(TagForm form) {
        String both = metadata("audiocodecid", "mp4a")
                + metadata("videocodecid", "av01").substring(26);
        Frame frame = frame(MediaKind.SCRIPT, both);
        Frame converted = form.convert(frame).orElseThrow();
        assertThat(ByteBufUtil.hexDump(converted.body()))
                .hasSize(both.length())
                .startsWith("02000a6f6e4d65746144617461".toLowerCase());
        if (converted != frame) {
            assertThat(converted.body().refCnt()).isEqualTo(1);
            converted.release();
        }
        frame.release();
        check(form, MediaKind.SCRIPT, "02000A6F6E437565506F696E7405", AS_IT_CAME);
        check(form, MediaKind.SCRIPT, metadata("audiocodecid", "mp4a").substring(0, 60), AS_IT_CAME);
    }

    @Test
    void anAddressAsksForAForm() {
        assertThat(TagForm.asked(Optional.of("0"), TagForm.COMMON)).isEqualTo(TagForm.OLD);
        assertThat(TagForm.asked(Optional.of("1"), TagForm.COMMON)).isEqualTo(TagForm.ENHANCED);
        assertThat(TagForm.asked(Optional.of("yes"), TagForm.FOUR_CC)).isEqualTo(TagForm.FOUR_CC);
        assertThat(TagForm.asked(Optional.empty(), TagForm.COMMON)).isEqualTo(TagForm.COMMON);
    }

    private static void check(MediaKind kind, String came, String old, String common, String fourCc, String enhanced) {
        check(TagForm.OLD, kind, came, old);
        check(TagForm.COMMON, kind, came, common);
        check(TagForm.FOUR_CC, kind, came, fourCc);
        check(TagForm.ENHANCED, kind, came, enhanced);
    }

    private static void check(TagForm form, MediaKind kind, String came, String expected) {
        Frame frame = frame(kind, came);
        Optional<Frame> converted = form.convert(frame);
        String body = converted.map(Frame::body).map(ByteBufUtil::hexDump).orElse(LEFT_OUT);
        if (expected.equals(AS_IT_CAME)) {
            assertThat(converted).as("%s of %s", form, came).containsSame(frame);
        } else {
            assertThat(body).as("%s of %s", form, came).isEqualToIgnoringCase(expected);
        }
        converted.filter(other -> other != frame).ifPresent(other -> {
            if (kind != MediaKind.SCRIPT) {
                assertThat(ByteBufUtil.hexDump(other.payload())).isEqualTo(ByteBufUtil.hexDump(frame.payload()));
            }
            assertThat(other.compositionOffsetMillis()).isEqualTo(frame.compositionOffsetMillis());
            other.release();
        });
        assertThat(frame.body().refCnt()).isEqualTo(1);
        frame.release();
    }

    private static Frame frame(MediaKind kind, String hex) {
        return FlvTag.read(kind, 0, Unpooled.buffer().writeBytes(ByteBufUtil.decodeHexDump(hex)));
    }

    /** @param codec a FourCC or an old id */
    private static String metadata(String property, String codec) {
        boolean fourCc = codec.length() == 4;
        long id = fourCc ? Unpooled.copiedBuffer(codec.getBytes()).getUnsignedInt(0) : Long.parseLong(codec);
        ByteBuf amf = Unpooled.buffer();
        amf.writeByte(2).writeShort(10).writeBytes("onMetaData".getBytes());
        amf.writeByte(8).writeInt(1);
        amf.writeShort(property.length()).writeBytes(property.getBytes());
        amf.writeByte(0).writeDouble(id).writeMedium(9);
        return ByteBufUtil.hexDump(amf);
    }
}
