package io.millrace.media;

import io.netty.buffer.ByteBuf;
import java.util.Optional;

/** Reads the configurations of Opus and FLAC, which are the first headers of their streams in Ogg. */
final class SoundHeaders {
    /** What decoders put out, whatever rate the header says that the sound had before (RFC 7845, section 5.1). */
    private static final int OPUS_RATE = 48000;

    /** "OpusHead". */
    private static final long OPUS_MAGIC = 0x4f70757348656164L;

    private static final int OPUS_BYTES = 19;

    /** "fLaC". */
    private static final int FLAC_MAGIC = 0x664c6143;

    private static final int FLAC_BLOCK_HEADER_BYTES = 4;
    private static final int FLAC_RATE_AT = 10;

    private SoundHeaders() {}

    /** @return empty if it is not an OpusHead (RFC 7845, section 5.1) */
    static Optional<AudioDescription> readOpus(ByteBuf in) {
        if (in.readableBytes() < OPUS_BYTES || in.readLong() != OPUS_MAGIC) {
            return Optional.empty();
        }
        in.skipBytes(1);
        int channels = in.readUnsignedByte();
        return channels == 0 ? Optional.empty() : Optional.of(new AudioDescription(OPUS_RATE, channels));
    }

    /** @return empty if it is not a STREAMINFO block (RFC 9639, section 8.2), alone or behind the marker and its header */
    static Optional<AudioDescription> readFlac(ByteBuf in) {
        boolean marked = in.readableBytes() >= 4 && in.getInt(in.readerIndex()) == FLAC_MAGIC;
        int rateAt = (marked ? 4 + FLAC_BLOCK_HEADER_BYTES : 0) + FLAC_RATE_AT;
        if (in.readableBytes() < rateAt + 4) {
            return Optional.empty();
        }
        int bits = in.getInt(in.readerIndex() + rateAt);
        int rate = bits >>> 12;
        return rate == 0 ? Optional.empty() : Optional.of(new AudioDescription(rate, (bits >> 9 & 7) + 1));
    }
}
