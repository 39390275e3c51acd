package io.millrace.media;

import io.netty.buffer.ByteBuf;
import java.util.Optional;

/**
 * Reads what a key frame of VP8 (RFC 6386, section 9.1) or VP9 (VP9 Bitstream and Decoding Process, section 6.2) says of
 * the picture; their configurations do not say its size.
 */
final class VpxKeyFrame {
    private static final int VP8_START_CODE = 0x9d012a;
    private static final int VP8_SIZE_MASK = 0x3fff;
    private static final int VP9_FRAME_MARKER = 2;
    private static final int VP9_START_CODE = 0x498342;
    private static final int VP9_RGB = 7;
    private static final int MAX_BYTES = 16;

    private VpxKeyFrame() {}

    /** @return empty if it is not the beginning of a key frame */
    static Optional<VideoDescription> readVp8(ByteBuf in) {
        if (in.readableBytes() < 10) {
            return Optional.empty();
        }
        int tag = in.readUnsignedMediumLE();
        int startCode = in.readUnsignedMedium();
        int width = in.readUnsignedShortLE() & VP8_SIZE_MASK;
        int height = in.readUnsignedShortLE() & VP8_SIZE_MASK;
        boolean good = (tag & 1) == 0 && startCode == VP8_START_CODE && width > 0 && height > 0;
        return good ? Optional.of(new VideoDescription(width, height, 0, tag >> 1 & 7, 0)) : Optional.empty();
    }

    /** @return empty if it is not the beginning of a key frame */
    static Optional<VideoDescription> readVp9(ByteBuf in) {
        byte[] bytes = new byte[Math.min(in.readableBytes(), MAX_BYTES)];
        in.readBytes(bytes);
        try {
            return readVp9(new BitReader(bytes));
        } catch (MalformedMediaException e) {
            return Optional.empty();
        }
    }

    private static Optional<VideoDescription> readVp9(BitReader in) {
        int marker = in.bits(2);
        int profile = in.bit() | in.bit() << 1;
        in.skip(profile == 3 ? 1 : 0);
        boolean repeated = in.flag();
        boolean interFrame = in.flag();
        in.skip(2);
        if (marker != VP9_FRAME_MARKER || repeated || interFrame || in.bits(24) != VP9_START_CODE) {
            return Optional.empty();
        }
        boolean withSubsampling = (profile & 1) == 1;
        in.skip(profile >= 2 ? 1 : 0);
        if (in.bits(3) == VP9_RGB) {
            in.skip(withSubsampling ? 1 : 0);
        } else {
            in.skip(withSubsampling ? 4 : 1);
        }
        int width = PictureSize.checked(in.bits(16) + 1L);
        int height = PictureSize.checked(in.bits(16) + 1L);
        return Optional.of(new VideoDescription(width, height, 0, profile, 0));
    }
}
