package io.millrace.flv;

import io.millrace.media.Codec;
import io.millrace.media.Frame;
import io.millrace.media.MalformedMediaException;
import io.millrace.media.MediaKind;
import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;

/**
 * Reads the body of an FLV tag (Video File Format 10.1, annex E.4; Enhanced RTMP v2, "Enhanced Audio" and "Enhanced
 * Video").
 */
public final class FlvTag {
    private static final int AMF0_STRING = 2;
    private static final byte[] ON_META_DATA = "onMetaData".getBytes(StandardCharsets.US_ASCII);

    private FlvTag() {}

    /**
     * @param body the tag's body; the frame takes over the caller's reference, also when this throws (it is released)
     * @throws MalformedMediaException if the body is too short for what its header says
     */
    public static Frame read(MediaKind kind, long timestampMillis, ByteBuf body) {
        try {
            return switch (kind) {
                case VIDEO -> VideoTag.read(timestampMillis, body);
                case AUDIO -> AudioTag.read(timestampMillis, body);
                case SCRIPT -> readScript(timestampMillis, body);
            };
        } catch (IndexOutOfBoundsException e) {
            int length = body.readableBytes();
            body.release();
            throw new MalformedMediaException(kind + " tag: ends after " + length + " bytes");
        } catch (MalformedMediaException e) {
            body.release();
            throw e;
        }
    }

    private static Frame readScript(long timestampMillis, ByteBuf body) {
        Frame.Type type = isMetadata(body) ? Frame.Type.METADATA : Frame.Type.CODED;
        return new Frame(Codec.AMF0, type, false, timestampMillis, 0, body, 0);
    }

    private static boolean isMetadata(ByteBuf body) {
        int start = body.readerIndex();
        if (body.readableBytes() < 3 + ON_META_DATA.length
                || body.getByte(start) != AMF0_STRING
                || body.getUnsignedShort(start + 1) != ON_META_DATA.length) {
            return false;
        }
        for (int i = 0; i < ON_META_DATA.length; i++) {
            if (body.getByte(start + 3 + i) != ON_META_DATA[i]) {
                return false;
            }
        }
        return true;
    }
}
