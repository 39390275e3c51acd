package io.millrace.flv;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.media.Codec;
import io.millrace.media.Frame;
import io.millrace.media.MalformedMediaException;
import io.millrace.media.MediaKind;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** What a tag says survives its conversion, whatever it carries. */
class TagFormPropertyTest {
    private static final int[] VIDEO_IDS = {OldTag.AVC, OldTag.HEVC, OldTag.AV1};
    private static final int[] MP3_HEADERS = {0xFFFB9000, 0xFFFB90C0, 0xFFF380C0, 0xFFE38800};

    @Property
    void oldVideoIsItselfAgainAfterTheEnhancedForm(
            @ForAll @IntRange(max = 2) int codec,
            @ForAll @IntRange(min = 1, max = 4) int frameType,
            @ForAll @IntRange(max = 1) int packetType,
            @ForAll @IntRange(min = -(1 << 23), max = (1 << 23) - 1) int composition,
            @ForAll @Size(max = 40) byte[] payload) {
        boolean coded = packetType == 1;
        boolean reordered = coded && VIDEO_IDS[codec] != OldTag.AV1;
        ByteBuf body = Unpooled.buffer()
                .writeByte((coded ? frameType : 1) << 4 | VIDEO_IDS[codec])
                .writeByte(packetType)
                .writeMedium(reordered ? composition : 0)
                .writeBytes(payload);
        assertItselfAgain(MediaKind.VIDEO, body);
    }

    @Property
    void oldAudioIsItselfAgainAfterTheEnhancedForm(
            @ForAll boolean opus, @ForAll @IntRange(max = 1) int packetType, @ForAll @Size(max = 40) byte[] payload) {
        ByteBuf body = Unpooled.buffer()
                .writeByte((opus ? OldTag.OPUS : OldTag.AAC) << 4 | 0xF)
                .writeByte(packetType)
                .writeBytes(payload);
        assertItselfAgain(MediaKind.AUDIO, body);
    }

    @Property
    void oldMp3IsItselfAgainAfterTheEnhancedForm(
            @ForAll @IntRange(max = 3) int format, @ForAll @Size(max = 40) byte[] payload) {
        int[] oldHeaders = {0x2F, 0x2E, 0x2A, 0xE3};
        ByteBuf body = Unpooled.buffer()
                .writeByte(oldHeaders[format])
                .writeInt(MP3_HEADERS[format])
                .writeBytes(payload);
        assertItselfAgain(MediaKind.AUDIO, body);
    }

    /** Anything that can be read can be converted, to something that can be read as well and says the same. */
    @Property(tries = 5000)
    void whateverCanBeReadSaysTheSameInEachForm(
            @ForAll boolean video, @ForAll TagForm form, @ForAll @Size(min = 1, max = 24) byte[] bytes) {
        MediaKind kind = video ? MediaKind.VIDEO : MediaKind.AUDIO;
        Frame frame;
        try {
            frame = FlvTag.read(kind, 0, Unpooled.copiedBuffer(bytes));
        } catch (MalformedMediaException e) {
            return;
        }
        Optional<Frame> converted = form.convert(frame);
        converted.filter(other -> other != frame).ifPresent(other -> {
            Frame read = FlvTag.read(kind, 0, Unpooled.copiedBuffer(other.body()));
            assertThat(read.codec()).isEqualTo(frame.codec());
            assertThat(read.type()).isEqualTo(frame.type());
            assertThat(read.isKeyFrame()).isEqualTo(frame.isKeyFrame());
            // AV1 frames are shown in the order in which they come, and enhanced tags of theirs have no such field.
            int composition = frame.codec() == Codec.AV1 ? 0 : frame.compositionOffsetMillis();
            assertThat(read.compositionOffsetMillis()).isEqualTo(composition);
            assertThat(ByteBufUtil.equals(read.payload(), frame.payload())).isTrue();
            read.release();
            other.release();
        });
        assertThat(frame.body().refCnt()).isEqualTo(1);
        frame.release();
    }

    private static void assertItselfAgain(MediaKind kind, ByteBuf body) {
        Frame old = FlvTag.read(kind, 7, body);
        Frame enhanced = TagForm.ENHANCED.convert(old).orElseThrow();
        assertThat(EnhancedHeader.isEnhanced(enhanced)).isTrue();
        Frame again = TagForm.OLD.convert(enhanced).orElseThrow();
        assertThat(ByteBufUtil.hexDump(again.body())).isEqualTo(ByteBufUtil.hexDump(old.body()));
        assertThat(again.toString()).isEqualTo(old.toString());
        again.release();
        enhanced.release();
        old.release();
        assertThat(body.refCnt()).isZero();
    }
}
