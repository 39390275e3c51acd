package io.millrace.media;

/**
 * Says at which frames a newcomer can start: at video key frames; in a feed without video, at a sound frame each second.
 * Not thread-safe: each muxer has its own.
 */
public final class RandomAccessRule {
    private static final long AUDIO_INTERVAL_MILLIS = 1000;

    /** A feed whose picture has been away for this long counts as one without video. */
    private static final long VIDEO_GONE_MILLIS = 5000;

    private static final long NEVER = Long.MIN_VALUE / 2;

    private long lastVideo = NEVER;
    private long lastPoint = NEVER;

    /** To be asked once for every frame, in order. */
    public boolean isRandomAccessPoint(Frame frame) {
        boolean point = false;
        if (frame.kind() == MediaKind.VIDEO) {
            lastVideo = frame.timestampMillis();
            point = frame.isKeyFrame();
        } else if (frame.kind() == MediaKind.AUDIO && frame.type() == Frame.Type.CODED) {
            point = frame.timestampMillis() - lastVideo > VIDEO_GONE_MILLIS
                    && frame.timestampMillis() - lastPoint >= AUDIO_INTERVAL_MILLIS;
        }
        if (point) {
            lastPoint = frame.timestampMillis();
        }
        return point;
    }
}
