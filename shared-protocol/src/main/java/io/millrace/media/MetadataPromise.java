package io.millrace.media;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;

/**
 * Which tracks {@code onMetaData} names, found without reading AMF: a property is its name, the value's type (0 for a
 * number), and the value, of which zero says that there is no such track.
 */
final class MetadataPromise {
    private static final ByteBuf VIDEO = Unpooled.unreleasableBuffer(
            Unpooled.copiedBuffer("videocodecid", StandardCharsets.US_ASCII).asReadOnly());
    private static final ByteBuf AUDIO = Unpooled.unreleasableBuffer(
            Unpooled.copiedBuffer("audiocodecid", StandardCharsets.US_ASCII).asReadOnly());
    private static final int NUMBER = 0;

    private MetadataPromise() {}

    static boolean ofVideo(Frame metadata) {
        return names(VIDEO, metadata.body());
    }

    static boolean ofAudio(Frame metadata) {
        return names(AUDIO, metadata.body());
    }

    private static boolean names(ByteBuf property, ByteBuf body) {
        ByteBuf in = body.slice();
        int at = ByteBufUtil.indexOf(property.duplicate(), in);
        int value = at + property.readableBytes();
        if (at < 0 || in.readableBytes() < value + 1) {
            return false;
        }
        boolean number = in.getByte(value) == NUMBER;
        return !number || in.readableBytes() >= value + 9 && in.getLong(value + 1) != 0;
    }
}
