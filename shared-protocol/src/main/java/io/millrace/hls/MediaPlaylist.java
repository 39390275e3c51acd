package io.millrace.hls;

import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;

/**
 * A media playlist of version 3 (RFC 8216, section 4.3.3).
 *
 * @param mediaSequence the first segment's sequence number
 * @param discontinuitySequence how many discontinuities lie before the first segment's own
 * @param targetDurationSeconds raised to the longest segment's rounded duration if that is more
 * @param ended whether EXT-X-ENDLIST closes it
 */
public record MediaPlaylist(
        long mediaSequence,
        long discontinuitySequence,
        int targetDurationSeconds,
        List<MediaSegment> segments,
        boolean ended) {
    public static final String CONTENT_TYPE = "application/vnd.apple.mpegurl";

    private static final DateTimeFormatter DATE_TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    public MediaPlaylist {
        segments = List.copyOf(segments);
    }

    /** A playlist of everything there is, from beginning to end. */
    public static MediaPlaylist onDemand(List<MediaSegment> segments) {
        return new MediaPlaylist(0, 0, 1, segments, true);
    }

    /** The playlist's text, which is encoded as UTF-8. */
    public String render() {
        StringBuilder out = new StringBuilder(128 + segments.size() * 64);
        out.append("#EXTM3U\n#EXT-X-VERSION:3\n");
        out.append("#EXT-X-MEDIA-SEQUENCE:").append(mediaSequence).append('\n');
        if (discontinuitySequence > 0) {
            out.append("#EXT-X-DISCONTINUITY-SEQUENCE:")
                    .append(discontinuitySequence)
                    .append('\n');
        }
        out.append("#EXT-X-TARGETDURATION:").append(targetDuration()).append('\n');
        for (MediaSegment segment : segments) {
            if (segment.discontinuity()) {
                out.append("#EXT-X-DISCONTINUITY\n");
            }
            segment.programDateTime().ifPresent(time -> out.append("#EXT-X-PROGRAM-DATE-TIME:")
                    .append(DATE_TIME.format(time))
                    .append('\n'));
            out.append("#EXTINF:");
            appendSeconds(segment.durationMillis(), out);
            out.append(",\n").append(segment.uri()).append('\n');
        }
        if (ended) {
            out.append("#EXT-X-ENDLIST\n");
        }
        return out.toString();
    }

    private int targetDuration() {
        int target = Math.max(1, targetDurationSeconds);
        for (MediaSegment segment : segments) {
            target = Math.max(target, (segment.durationMillis() + 500) / 1000);
        }
        return target;
    }

    private static void appendSeconds(int millis, StringBuilder out) {
        out.append(millis / 1000).append('.');
        int rest = millis % 1000;
        out.append(rest / 100).append(rest / 10 % 10).append(rest % 10);
    }
}
