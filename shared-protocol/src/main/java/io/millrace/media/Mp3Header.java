package io.millrace.media;

import io.netty.buffer.ByteBuf;
import java.util.Optional;

/** Reads the header of an MPEG-1/2/2.5 audio frame (ISO/IEC 11172-3, section 2.4.1.3). */
public final class Mp3Header {
    private static final int[] MPEG1_RATES = {44100, 48000, 32000};
    private static final int MONO = 3;

    private Mp3Header() {}

    /** @param frame a coded MP3 frame, whose reference the caller keeps; empty if it does not begin with a header */
    public static Optional<AudioDescription> read(Frame frame) {
        ByteBuf in = frame.payload();
        if (in.readableBytes() < 4) {
            return Optional.empty();
        }
        int header = in.getInt(in.readerIndex());
        int version = header >> 19 & 3;
        int layer = header >> 17 & 3;
        int rate = header >> 10 & 3;
        if (header >>> 21 != 0x7ff || version == 1 || layer == 0 || rate == 3) {
            return Optional.empty();
        }
        int divisor = version == 3 ? 1 : version == 2 ? 2 : 4;
        return Optional.of(new AudioDescription(MPEG1_RATES[rate] / divisor, (header >> 6 & 3) == MONO ? 1 : 2));
    }
}
