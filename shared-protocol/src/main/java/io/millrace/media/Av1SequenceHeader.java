package io.millrace.media;

import io.netty.buffer.ByteBuf;
import java.util.Optional;

/** Reads what an AV1 sequence header says of the picture (AV1 Bitstream and Decoding Process, sections 5.3 and 5.5). */
final class Av1SequenceHeader {
    private static final int RECORD_HEADER_BYTES = 4;
    private static final int SEQUENCE_HEADER = 1;
    private static final int HAS_EXTENSION = 4;
    private static final int HAS_SIZE = 2;
    /** More than an encoder puts before the sequence header. */
    private static final int MAX_UNITS = 16;

    private static final int MAX_BYTES = 512;
    private static final int MAX_SIZE_BYTES = 8;
    /** The first level that has tiers. */
    private static final int TIERED_LEVEL = 8;

    private final BitReader in;
    private double frameRate;
    private int delayBits;

    private Av1SequenceHeader(BitReader in) {
        this.in = in;
    }

    /** @param record an AV1CodecConfigurationRecord (AV1 Codec ISO Media File Format Binding, section 2.3) */
    static Optional<VideoDescription> ofRecord(ByteBuf record) {
        record.skipBytes(Math.min(record.readableBytes(), RECORD_HEADER_BYTES));
        return find(record);
    }

    /**
     * @param units OBUs one after the other, as a key frame holds them
     * @return empty if there is none among the first, or it cannot be read
     */
    static Optional<VideoDescription> find(ByteBuf units) {
        try {
            for (int i = 0; i < MAX_UNITS && units.isReadable(); i++) {
                int header = units.readByte();
                units.skipBytes((header & HAS_EXTENSION) == 0 ? 0 : 1);
                int length = (header & HAS_SIZE) == 0 ? units.readableBytes() : readSize(units);
                if ((header >> 3 & 15) == SEQUENCE_HEADER) {
                    byte[] bytes = new byte[Math.min(length, MAX_BYTES)];
                    units.readBytes(bytes);
                    return Optional.of(new Av1SequenceHeader(new BitReader(bytes)).read());
                }
                units.skipBytes(length);
            }
        } catch (IndexOutOfBoundsException | MalformedMediaException e) {
            // Players may understand what this does not.
        }
        return Optional.empty();
    }

    private static int readSize(ByteBuf in) {
        long size = 0;
        int next = 0x80;
        for (int i = 0; i < MAX_SIZE_BYTES && (next & 0x80) != 0; i++) {
            next = in.readByte();
            size |= (long) (next & 0x7f) << 7 * i;
        }
        return (int) Math.min(size, Integer.MAX_VALUE);
    }

    private VideoDescription read() {
        int profile = in.bits(3);
        in.skip(1);
        boolean reduced = in.flag();
        int level = reduced ? in.bits(5) : readOperatingPoints();
        int widthBits = in.bits(4) + 1;
        int heightBits = in.bits(4) + 1;
        int width = PictureSize.checked(in.bits(widthBits) + 1L);
        int height = PictureSize.checked(in.bits(heightBits) + 1L);
        return new VideoDescription(width, height, frameRate, profile, level);
    }

    /** Returns the level of the first one, which is that of the whole stream. */
    private int readOperatingPoints() {
        boolean decoderModel = in.flag() && readTiming();
        boolean displayDelay = in.flag();
        int count = in.bits(5) + 1;
        int first = 0;
        for (int i = 0; i < count; i++) {
            in.skip(12);
            int level = in.bits(5);
            in.skip(level < TIERED_LEVEL ? 0 : 1);
            if (decoderModel && in.flag()) {
                in.skip(2 * delayBits + 1);
            }
            if (displayDelay && in.flag()) {
                in.skip(4);
            }
            first = i == 0 ? level : first;
        }
        return first;
    }

    /** Returns whether a decoder model is described. */
    private boolean readTiming() {
        long unitsInTick = Integer.toUnsignedLong(in.bits(32));
        long timeScale = Integer.toUnsignedLong(in.bits(32));
        if (in.flag()) {
            long ticks = Integer.toUnsignedLong(in.unsignedGolomb()) + 1;
            frameRate = unitsInTick == 0 ? 0 : timeScale / (double) (unitsInTick * ticks);
        }
        boolean decoderModel = in.flag();
        if (decoderModel) {
            delayBits = in.bits(5) + 1;
            in.skip(32 + 5 + 5);
        }
        return decoderModel;
    }
}
