package io.millrace.flv;

import io.millrace.media.Codec;
import io.millrace.media.Frame;
import io.millrace.media.MediaKind;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;

/**
 * Brings the codecs that {@code onMetaData} names by number, be it an old id or a FourCC, in line with the form of the
 * tags: some players make ready for a track, or wait for it, by these. Found without reading AMF: a property is its
 * name, the value's type (0 for a number), and the value.
 */
final class MetadataCodecs {
    private static final ByteBuf VIDEO = name("videocodecid");
    private static final ByteBuf AUDIO = name("audiocodecid");
    private static final int NUMBER = 0;

    /** Says that there is no such track. */
    private static final int NONE = 0;

    private static final int MAX_OLD_ID = 15;

    private MetadataCodecs() {}

    private static ByteBuf name(String text) {
        return Unpooled.unreleasableBuffer(
                Unpooled.copiedBuffer(text, StandardCharsets.US_ASCII).asReadOnly());
    }

    /** @return the frame itself if there is nothing to change, or one that the caller releases as well */
    static Frame inForm(TagForm form, Frame metadata) {
        Frame audioDone = inForm(form, MediaKind.AUDIO, metadata);
        Frame done = inForm(form, MediaKind.VIDEO, audioDone);
        if (done != audioDone && audioDone != metadata) {
            audioDone.release();
        }
        return done;
    }

    private static Frame inForm(TagForm form, MediaKind kind, Frame metadata) {
        ByteBuf body = metadata.body().slice();
        ByteBuf property = kind == MediaKind.VIDEO ? VIDEO : AUDIO;
        int at = ByteBufUtil.indexOf(property.duplicate(), body);
        int value = at + property.readableBytes() + 1;
        if (at < 0 || body.readableBytes() < value + Double.BYTES || body.getByte(value - 1) != NUMBER) {
            return metadata;
        }
        long id = (long) body.getDouble(value);
        long changed = inForm(form, kind, id);
        if (changed == id) {
            return metadata;
        }
        ByteBuf copy = Unpooled.copiedBuffer(body);
        copy.setDouble(value, changed);
        return new Frame(
                metadata.codec(),
                metadata.type(),
                metadata.isKeyFrame(),
                metadata.timestampMillis(),
                metadata.compositionOffsetMillis(),
                copy,
                metadata.payloadOffset());
    }

    private static long inForm(TagForm form, MediaKind kind, long id) {
        boolean fourCc = id > MAX_OLD_ID;
        Codec codec = codec(kind, id);
        return switch (form.changeOf(codec, fourCc)) {
            case NONE -> id;
            case LEFT_OUT -> NONE;
            case TO_OLD -> kind == MediaKind.VIDEO ? OldTag.videoId(codec) : OldTag.audioId(codec);
            case TO_ENHANCED -> Integer.toUnsignedLong(EnhancedHeader.fourCc(codec));
        };
    }

    private static Codec codec(MediaKind kind, long id) {
        if (kind == MediaKind.VIDEO) {
            return id > MAX_OLD_ID ? EnhancedHeader.videoCodec((int) id) : VideoTag.oldCodec((int) id);
        }
        return id > MAX_OLD_ID ? EnhancedHeader.audioCodec((int) id) : AudioTag.oldCodec((int) id);
    }
}
