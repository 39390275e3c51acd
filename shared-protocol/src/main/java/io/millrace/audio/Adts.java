package io.millrace.audio;

import io.millrace.media.AacConfiguration;
import io.netty.buffer.ByteBuf;

/** Writes the header that goes before each AAC frame (ISO/IEC 13818-7, section 6.2). */
public final class Adts {
    public static final int HEADER_BYTES = 7;
    private static final int MAX_FRAME_BYTES = 0x1fff;

    private Adts() {}

    /** Whether ADTS can name the configuration: object types 1 to 4, and channels that it counts itself. */
    public static boolean carries(AacConfiguration configuration) {
        return configuration.objectType() >= 1
                && configuration.objectType() <= 4
                && configuration.channelConfiguration() >= 1
                && configuration.channelConfiguration() <= 7;
    }

    /**
     * @param frame is read to its end; the caller keeps its reference
     * @return false, having written nothing, if the frame is too long for the header's 13 bits
     */
    public static boolean write(AacConfiguration configuration, ByteBuf frame, ByteBuf out) {
        int length = HEADER_BYTES + frame.readableBytes();
        if (length > MAX_FRAME_BYTES) {
            return false;
        }
        int channels = configuration.channelConfiguration();
        out.writeShort(0xfff1);
        out.writeByte((configuration.objectType() - 1) << 6 | configuration.frequencyIndex() << 2 | channels >> 2);
        out.writeByte((channels & 3) << 6 | length >> 11);
        out.writeByte(length >> 3);
        out.writeByte((length & 7) << 5 | 0x1f);
        out.writeByte(0xfc);
        out.writeBytes(frame);
        return true;
    }
}
