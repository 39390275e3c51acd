package io.millrace.hls;

import java.time.Instant;
import java.util.Optional;

/**
 * One segment as a playlist names it.
 *
 * @param uri relative to the playlist, percent-encoded
 * @param discontinuity whether EXT-X-DISCONTINUITY stands before it
 * @param programDateTime when its first frame was taken, for EXT-X-PROGRAM-DATE-TIME
 */
public record MediaSegment(String uri, int durationMillis, boolean discontinuity, Optional<Instant> programDateTime) {
    public MediaSegment {
        if (uri.isEmpty() || uri.startsWith("#") || uri.chars().anyMatch(c -> c <= ' ')) {
            throw new IllegalArgumentException("uri: '" + uri + "' (expected: percent-encoded, not a tag)");
        }
        if (durationMillis < 0) {
            throw new IllegalArgumentException("durationMillis: " + durationMillis + " (expected: >= 0)");
        }
    }

    public MediaSegment(String uri, int durationMillis, boolean discontinuity) {
        this(uri, durationMillis, discontinuity, Optional.empty());
    }
}
