package io.millrace.media;

/**
 * What a decoder configuration says about the picture.
 *
 * @param width of the shown picture, in pixels; 0 if unknown
 * @param height of the shown picture, in pixels; 0 if unknown
 * @param frameRate from the timing information; 0 if there is none
 * @param profile the codec's profile number
 * @param level the codec's level number
 */
public record VideoDescription(int width, int height, double frameRate, int profile, int level) {
    public static final VideoDescription UNKNOWN = new VideoDescription(0, 0, 0, 0, 0);
}
