package io.millrace.media;

/** Skips the short-term reference picture sets of an HEVC sequence parameter set (ITU-T H.265, section 7.3.7). */
final class HevcReferenceSets {
    private static final int MAX_PICTURES = 16;

    private HevcReferenceSets() {}

    static void skip(BitReader in, int sets) {
        int pictures = 0;
        for (int i = 0; i < sets; i++) {
            boolean predicted = i > 0 && in.flag();
            pictures = predicted ? skipPredicted(in, pictures) : skipExplicit(in);
        }
    }

    /** @param reference how many pictures the set before has, from which this one is predicted */
    private static int skipPredicted(BitReader in, int reference) {
        in.skip(1);
        in.unsignedGolomb();
        int pictures = 0;
        for (int i = 0; i <= reference; i++) {
            boolean used = in.flag();
            pictures += used || in.flag() ? 1 : 0;
        }
        return pictures;
    }

    private static int skipExplicit(BitReader in) {
        int before = in.unsignedGolomb();
        int after = in.unsignedGolomb();
        if (before < 0 || after < 0 || before > MAX_PICTURES || after > MAX_PICTURES) {
            throw new MalformedMediaException("reference pictures: more than " + MAX_PICTURES);
        }
        for (int i = 0; i < before + after; i++) {
            in.unsignedGolomb();
            in.skip(1);
        }
        return before + after;
    }
}
