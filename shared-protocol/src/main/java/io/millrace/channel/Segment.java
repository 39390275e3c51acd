package io.millrace.channel;

import java.util.regex.Pattern;

/**
 * One HLS media file that is in the store.
 *
 * @param sequence the channel's media sequence number; grows by one from segment to segment, over all sessions
 * @param epoch the session that made it
 * @param key the object's key in the channel's bucket, {@code <channel>/<digits>.ts}
 * @param startMillis wall-clock time of its first frame, UNIX milliseconds
 * @param discontinuity whether its time stamps or codec configuration do not continue those of the one before
 */
public record Segment(
        long sequence,
        long epoch,
        String key,
        long startMillis,
        int durationMillis,
        long bytes,
        boolean discontinuity) {
    private static final Pattern KEY = Pattern.compile("[^/]+/\\d{21,}\\.ts");

    /** The key that a segment of that start and session gets. */
    public static String keyOf(String channel, long startMillis, long epoch) {
        StringBuilder key = new StringBuilder(channel).append('/');
        padded(key, startMillis, 13);
        padded(key, epoch, 8);
        return key.append(".ts").toString();
    }

    /** Whether an object's key is that of a segment, which never changes. */
    public static boolean isKey(String key) {
        return KEY.matcher(key).matches();
    }

    private static void padded(StringBuilder out, long number, int digits) {
        String text = Long.toString(number);
        out.append("0".repeat(Math.max(0, digits - text.length()))).append(text);
    }
}
