package io.millrace.media;

/** Reads an HEVC sequence parameter set as far as the picture's size (ITU-T H.265, section 7.3.2.2.1). */
final class HevcSps {
    private HevcSps() {}

    /** @param nal the whole NAL unit, with its two header bytes */
    static VideoDescription read(byte[] nal) {
        BitReader in = new BitReader(BitReader.unescaped(nal, 2));
        in.skip(4);
        int maxSubLayersMinus1 = in.bits(3);
        in.bit();
        in.skip(3);
        int profile = in.bits(5);
        in.skip(32 + 48);
        int level = in.bits(8);
        skipSubLayers(in, maxSubLayersMinus1);
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
        return new VideoDescription(PictureSize.checked(width), PictureSize.checked(height), 0, profile, level);
    }

    private static void skipSubLayers(BitReader in, int count) {
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
}
