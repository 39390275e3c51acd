package io.millrace.media;

/** The sizes that a parameter set may name. */
final class PictureSize {
    /** Twice what any codec level allows; beyond it the parameter set is rubbish. */
    private static final long MAX = 32768;

    private PictureSize() {}

    static int checked(long size) {
        if (size < 1 || size > MAX) {
            throw new MalformedMediaException("picture size: " + size + " (expected: 1 .. " + MAX + ")");
        }
        return (int) size;
    }
}
