package io.millrace.media;

/** Reads an HEVC sequence parameter set (ITU-T H.265, sections 7.3.2.2.1 and E.2.1). */
final class HevcSps {
    private static final int EXTENDED_SAR = 255;
    private static final int MAX_PICTURE_SETS = 64;
    private static final int MAX_LONG_TERM_PICTURES = 32;

    private final BitReader in;
    private int maxSubLayersMinus1;

    private HevcSps(byte[] nal) {
        this.in = new BitReader(BitReader.unescaped(nal, 2));
    }

    /** @param nal the whole NAL unit, with its two header bytes */
    static VideoDescription read(byte[] nal) {
        return new HevcSps(nal).read();
    }

    private VideoDescription read() {
        in.skip(4);
        maxSubLayersMinus1 = in.bits(3);
        in.bit();
        in.skip(3);
        int profile = in.bits(5);
        in.skip(32 + 48);
        int level = in.bits(8);
        skipSubLayers(maxSubLayersMinus1);
        in.unsignedGolomb();
        int chromaFormat = in.unsignedGolomb();
        boolean separatePlanes = chromaFormat == 3 && in.flag();
        long width = in.unsignedGolomb();
        long height = in.unsignedGolomb();
        if (in.flag()) {
            int chroma = separatePlanes ? 0 : chromaFormat;
            int unitX = chroma == 1 || chroma == 2 ? 2 : 1;
            int unitY = chroma == 1 ? 2 : 1;
            width -= (long) unitX * (in.unsignedGolomb() + (long) in.unsignedGolomb());
            height -= (long) unitY * (in.unsignedGolomb() + (long) in.unsignedGolomb());
        }
        return new VideoDescription(
                PictureSize.checked(width), PictureSize.checked(height), frameRateIfSaid(), profile, level);
    }

    private void skipSubLayers(int count) {
        boolean[] hasProfile = new boolean[8];
        boolean[] hasLevel = new boolean[8];
        for (int i = 0; i < count; i++) {
            hasProfile[i] = in.flag();
            hasLevel[i] = in.flag();
        }
        if (count > 0) {
            in.skip(2 * (8 - count));
        }
        for (int i = 0; i < count; i++) {
            in.skip((hasProfile[i] ? 88 : 0) + (hasLevel[i] ? 8 : 0));
        }
    }

    /** The size is what matters: a set that cannot be read to its end is none the worse for it. */
    private double frameRateIfSaid() {
        try {
            skipCodingTools();
            return in.flag() ? readFrameRate() : 0;
        } catch (MalformedMediaException e) {
            return 0;
        }
    }

    private void skipCodingTools() {
        skipGolombs(2);
        int pictureOrderBits = in.unsignedGolomb() + 4;
        int firstOrdering = in.flag() ? 0 : maxSubLayersMinus1;
        skipGolombs(3 * (maxSubLayersMinus1 - firstOrdering + 1) + 6);
        if (in.flag() && in.flag()) {
            skipScalingLists();
        }
        in.skip(2);
        if (in.flag()) {
            in.skip(8);
            skipGolombs(2);
            in.skip(1);
        }
        HevcReferenceSets.skip(in, checked("short-term picture sets", in.unsignedGolomb(), MAX_PICTURE_SETS));
        if (in.flag()) {
            int pictures = checked("long-term pictures", in.unsignedGolomb(), MAX_LONG_TERM_PICTURES);
            in.skip(pictures * (checked("picture order bits", pictureOrderBits, 16) + 1));
        }
        in.skip(2);
    }

    private void skipScalingLists() {
        for (int size = 0; size < 4; size++) {
            for (int matrix = 0; matrix < 6; matrix += size == 3 ? 3 : 1) {
                if (in.flag()) {
                    skipGolombs((size > 1 ? 1 : 0) + Math.min(64, 16 << 2 * size));
                } else {
                    skipGolombs(1);
                }
            }
        }
    }

    private double readFrameRate() {
        if (in.flag() && in.bits(8) == EXTENDED_SAR) {
            in.skip(32);
        }
        if (in.flag()) {
            in.skip(1);
        }
        if (in.flag()) {
            in.skip(4);
            in.skip(in.flag() ? 24 : 0);
        }
        skipGolombs(in.flag() ? 2 : 0);
        in.skip(3);
        skipGolombs(in.flag() ? 4 : 0);
        if (!in.flag()) {
            return 0;
        }
        long unitsInTick = Integer.toUnsignedLong(in.bits(32));
        long timeScale = Integer.toUnsignedLong(in.bits(32));
        return unitsInTick == 0 ? 0 : timeScale / (double) unitsInTick;
    }

    private void skipGolombs(int count) {
        for (int i = 0; i < count; i++) {
            in.unsignedGolomb();
        }
    }

    private static int checked(String what, int count, int max) {
        if (count < 0 || count > max) {
            throw new MalformedMediaException(what + ": " + count + " (expected: 0 .. " + max + ")");
        }
        return count;
    }
}
