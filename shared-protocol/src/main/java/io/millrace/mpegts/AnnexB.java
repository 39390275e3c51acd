package io.millrace.mpegts;

import io.millrace.media.Codec;
import io.millrace.media.Frame;
import io.millrace.media.VideoConfiguration;
import io.netty.buffer.ByteBuf;

/**
 * Writes a video frame as a byte stream (ITU-T H.264 and H.265, annex B): an access unit delimiter, at key frames the
 * parameter sets, and each NAL unit behind a start code instead of its length.
 */
final class AnnexB {
    /** More slices than any encoder cuts a picture into. */
    static final int MAX_NAL_UNITS = 1024;

    private static final int START_CODE = 1;
    private static final int AVC_DELIMITER_TYPE = 9;
    private static final int HEVC_DELIMITER_TYPE = 35;

    private AnnexB() {}

    /**
     * Appends the frame to {@code out}.
     *
     * @return false if its NAL unit lengths do not fit its size, or there is no unit; {@code out} is then as it was
     */
    static boolean write(Frame frame, VideoConfiguration configuration, ByteBuf out) {
        int mark = out.writerIndex();
        writeDelimiter(configuration.codec(), out);
        if (frame.isKeyFrame()) {
            for (byte[] set : configuration.parameterSets()) {
                out.writeInt(START_CODE).writeBytes(set);
            }
        }
        boolean whole = writeUnits(frame.payload(), configuration, out);
        if (!whole) {
            out.writerIndex(mark);
        }
        return whole;
    }

    private static void writeDelimiter(Codec codec, ByteBuf out) {
        out.writeInt(START_CODE);
        if (codec == Codec.H264) {
            out.writeByte(AVC_DELIMITER_TYPE).writeByte(0xf0);
        } else {
            out.writeByte(HEVC_DELIMITER_TYPE << 1).writeByte(1).writeByte(0x50);
        }
    }

    private static boolean writeUnits(ByteBuf in, VideoConfiguration configuration, ByteBuf out) {
        int lengthBytes = configuration.nalLengthBytes();
        int units = 0;
        int written = 0;
        while (in.readableBytes() >= lengthBytes) {
            long length = lengthBytes == 4
                    ? in.readUnsignedInt()
                    : lengthBytes == 2 ? in.readUnsignedShort() : in.readUnsignedByte();
            if (length > in.readableBytes() || ++units > MAX_NAL_UNITS) {
                return false;
            }
            if (length > 0 && !isDelimiter(configuration.codec(), in.getByte(in.readerIndex()))) {
                out.writeInt(START_CODE).writeBytes(in, (int) length);
                written++;
            } else {
                in.skipBytes((int) length);
            }
        }
        return written > 0 && !in.isReadable();
    }

    private static boolean isDelimiter(Codec codec, int header) {
        return codec == Codec.H264
                ? (header & 0x1f) == AVC_DELIMITER_TYPE
                : (header >> 1 & 0x3f) == HEVC_DELIMITER_TYPE;
    }
}
