package io.millrace.hls;

/**
 * One segment as a playlist names it.
 *
 * @param uri relative to the playlist, percent-encoded
 * @param discontinuity whether EXT-X-DISCONTINUITY stands before it
 */
public record MediaSegment(String uri, int durationMillis, boolean discontinuity) {}
