package io.millrace.media;

/** Reads an H.264 sequence parameter set (ITU-T H.264, sections 7.3.2.1.1 and E.1.1). */
final class AvcSps {
    private static final int EXTENDED_SAR = 255;
    private static final int MAX_REFERENCE_CYCLE = 255;

    private final BitReader in;
    private int chromaFormat = 1;
    private boolean separatePlanes;
    private int width;
    private int height;

    private AvcSps(byte[] nal) {
        this.in = new BitReader(BitReader.unescaped(nal, 1));
    }

    /** @param nal the whole NAL unit, header byte included */
    static VideoDescription read(byte[] nal) {
        return new AvcSps(nal).read();
    }

    private VideoDescription read() {
        int profile = in.bits(8);
        in.skip(8);
        int level = in.bits(8);
        in.unsignedGolomb();
        if (hasChromaFormat(profile)) {
            readChromaFormat();
        }
        in.unsignedGolomb();
        readPictureOrderCount();
        in.unsignedGolomb();
        in.bit();
        readSize();
        return new VideoDescription(width, height, frameRateIfSaid(), profile, level);
    }

    /** The size is what matters: a set that cannot be read to its end is none the worse for it. */
    private double frameRateIfSaid() {
        try {
            return in.flag() ? readFrameRate() : 0;
        } catch (MalformedMediaException e) {
            return 0;
        }
    }

    private static boolean hasChromaFormat(int profile) {
        return switch (profile) {
            case 100, 110, 122, 244, 44, 83, 86, 118, 128, 138, 139, 134, 135 -> true;
            default -> false;
        };
    }

    private void readChromaFormat() {
        chromaFormat = in.unsignedGolomb();
        if (chromaFormat == 3) {
            separatePlanes = in.flag();
        }
        in.unsignedGolomb();
        in.unsignedGolomb();
        in.bit();
        if (in.flag()) {
            int lists = chromaFormat == 3 ? 12 : 8;
            for (int i = 0; i < lists; i++) {
                if (in.flag()) {
                    skipScalingList(i < 6 ? 16 : 64);
                }
            }
        }
    }

    private void skipScalingList(int size) {
        int last = 8;
        int next = 8;
        for (int i = 0; i < size; i++) {
            if (next != 0) {
                next = (last + in.signedGolomb() + 256) & 0xff;
            }
            last = next == 0 ? last : next;
        }
    }

    private void readPictureOrderCount() {
        int type = in.unsignedGolomb();
        if (type == 0) {
            in.unsignedGolomb();
        } else if (type == 1) {
            in.bit();
            in.signedGolomb();
            in.signedGolomb();
            int cycle = in.unsignedGolomb();
            if (cycle > MAX_REFERENCE_CYCLE) {
                throw new MalformedMediaException("SPS reference cycle: " + cycle + " (expected: 0 .. 255)");
            }
            for (int i = 0; i < cycle; i++) {
                in.signedGolomb();
            }
        }
    }

    private void readSize() {
        long widthInBlocks = in.unsignedGolomb() + 1L;
        long heightInUnits = in.unsignedGolomb() + 1L;
        boolean framesOnly = in.flag();
        if (!framesOnly) {
            in.bit();
        }
        in.bit();
        long codedWidth = widthInBlocks * 16;
        long codedHeight = heightInUnits * 16 * (framesOnly ? 1 : 2);
        if (in.flag()) {
            int chroma = separatePlanes ? 0 : chromaFormat;
            int unitX = chroma == 1 || chroma == 2 ? 2 : 1;
            int unitY = (chroma == 1 ? 2 : 1) * (framesOnly ? 1 : 2);
            codedWidth -= (long) unitX * (in.unsignedGolomb() + (long) in.unsignedGolomb());
            codedHeight -= (long) unitY * (in.unsignedGolomb() + (long) in.unsignedGolomb());
        }
        width = PictureSize.checked(codedWidth);
        height = PictureSize.checked(codedHeight);
    }

    private double readFrameRate() {
        if (in.flag() && in.bits(8) == EXTENDED_SAR) {
            in.skip(32);
        }
        if (in.flag()) {
            in.bit();
        }
        if (in.flag()) {
            in.skip(4);
            if (in.flag()) {
                in.skip(24);
            }
        }
        if (in.flag()) {
            in.unsignedGolomb();
            in.unsignedGolomb();
        }
        if (!in.flag()) {
            return 0;
        }
        long unitsInTick = Integer.toUnsignedLong(in.bits(32));
        long timeScale = Integer.toUnsignedLong(in.bits(32));
        return unitsInTick == 0 ? 0 : timeScale / (2.0 * unitsInTick);
    }
}
