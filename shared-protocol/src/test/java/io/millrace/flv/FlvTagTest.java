package io.millrace.flv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.media.Codec;
import io.millrace.media.Frame;
import io.millrace.media.MalformedMediaException;
import io.millrace.media.MediaKind;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FlvTagTest {
    @ParameterizedTest
    @CsvSource({
        "170000000001640029, H264, CONFIG, false, 0, 5",
        "17010000500000000165, H264, CODED, true, 80, 5",
        "2701FFFFB00000000141, H264, CODED, false, -80, 5",
        "1702000000, H264, END_OF_SEQUENCE, false, 0, 5",
        "1C0000000001, HEVC, CONFIG, false, 0, 5",
        "1D0100000012, AV1, CODED, true, 0, 5",
        "2201, OTHER_VIDEO, CODED, false, 0, 1",
        "906876633101, HEVC, CONFIG, false, 0, 5",
        "916876633100002800000001, HEVC, CODED, true, 40, 8",
        "A36876633100000001, HEVC, CODED, false, 0, 5",
        "926876633100, HEVC, END_OF_SEQUENCE, false, 0, 5",
        "9461763031AA, AV1, METADATA, false, 0, 5",
        "D46876633102, HEVC, METADATA, false, 0, 5",
        "5700, OTHER_VIDEO, METADATA, false, 0, 1",
        "9600617663310101, OTHER_VIDEO, FURTHER_CONFIG, false, 0, 7",
        "93617663310000, H264, CODED, true, 0, 5",
        "91767030390102, VP9, CODED, true, 0, 5",
        "9702AABBCC016176633100002801, H264, CODED, true, 40, 13",
        "9700AA036876633101, HEVC, CODED, true, 0, 8",
        "D100, OTHER_VIDEO, METADATA, false, 0, 1",
        "96006176633100" + "01, H264, CONFIG, false, 0, 7",
        "9601617663310000" + "002801, H264, CODED, true, 40, 10",
        "960161766331010000" + "2801, OTHER_VIDEO, METADATA, false, 0, 7",
        "961161766331000000" + "01AA, OTHER_VIDEO, METADATA, false, 0, 1",
    })
    void videoHeadersAreRead(
            String hex, Codec codec, Frame.Type type, boolean key, int composition, int payloadOffset) {
        check(MediaKind.VIDEO, hex, codec, type, key, composition, payloadOffset);
    }

    @ParameterizedTest
    @CsvSource({
        "AF001210, AAC, CONFIG, 2",
        "AF0121, AAC, CODED, 2",
        "2FFFFB, MP3, CODED, 1",
        "B200, SPEEX, CODED, 1",
        "5200, NELLYMOSER, CODED, 1",
        "7200, G711_ALAW, CODED, 1",
        "8200, G711_MULAW, CODED, 1",
        "904F70757301, OPUS, CONFIG, 5",
        "914F70757301, OPUS, CODED, 5",
        "91664C614300, FLAC, CODED, 5",
        "9161632D3300, AC3, CODED, 5",
        "916D70346100, AAC, CODED, 5",
        "912E6D703300, MP3, CODED, 5",
        "944F70757301, OPUS, METADATA, 5",
        "DF004F70, OPUS, CONFIG, 2",
        "DF0121, OPUS, CODED, 2",
        "95014F7075730021, OPUS, CODED, 7",
        "95014F7075730121, OTHER_AUDIO, METADATA, 7",
        "95004F7075730121, OTHER_AUDIO, FURTHER_CONFIG, 7",
    })
    void audioHeadersAreRead(String hex, Codec codec, Frame.Type type, int payloadOffset) {
        check(MediaKind.AUDIO, hex, codec, type, false, 0, payloadOffset);
    }

    private static void check(
            MediaKind kind, String hex, Codec codec, Frame.Type type, boolean key, int composition, int offset) {
        Frame frame = FlvTag.read(kind, 1234, bytes(hex));
        assertThat(frame.codec()).isEqualTo(codec);
        assertThat(frame.type()).isEqualTo(type);
        assertThat(frame.isKeyFrame()).isEqualTo(key);
        assertThat(frame.compositionOffsetMillis()).isEqualTo(composition);
        assertThat(frame.payloadOffset()).isEqualTo(offset);
        assertThat(frame.timestampMillis()).isEqualTo(1234);
        frame.release();
    }

    @Test
    void onMetaDataIsMetadataAndOtherScriptsAreNot() {
        Frame metadata = FlvTag.read(MediaKind.SCRIPT, 0, bytes("02000A6F6E4D6574614461746105"));
        Frame cuePoint = FlvTag.read(MediaKind.SCRIPT, 0, bytes("02000A6F6E437565506F696E7405"));
        assertThat(metadata.type()).isEqualTo(Frame.Type.METADATA);
        assertThat(cuePoint.type()).isEqualTo(Frame.Type.CODED);
        metadata.release();
        cuePoint.release();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "17",
                "1700",
                "1703000000",
                "91",
                "9168766331",
                "97",
                "97FF",
                "9768",
                "970102",
                "96",
                "960168766331"
            })
    void brokenVideoTagsAreRefusedAndReleased(String hex) {
        refuse(MediaKind.VIDEO, hex);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "AF", "DF", "90", "914F7075", "9F4F707573", "95", "95014F707573"})
    void brokenAudioTagsAreRefusedAndReleased(String hex) {
        refuse(MediaKind.AUDIO, hex);
    }

    @Test
    void endlessModifiersAreRefused() {
        refuse(MediaKind.VIDEO, "97" + "000007".repeat(40));
        refuse(MediaKind.AUDIO, "97" + "000007".repeat(40));
    }

    private static void refuse(MediaKind kind, String hex) {
        ByteBuf body = bytes(hex);
        assertThatThrownBy(() -> FlvTag.read(kind, 0, body)).isInstanceOf(MalformedMediaException.class);
        assertThat(body.refCnt()).isZero();
    }

    private static ByteBuf bytes(String hex) {
        return Unpooled.buffer().writeBytes(ByteBufUtil.decodeHexDump(hex));
    }
}
