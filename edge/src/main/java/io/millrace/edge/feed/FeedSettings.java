package io.millrace.edge.feed;

import io.millrace.stream.StreamLogSettings;
import java.time.Duration;

/**
 * The bounds of one feed.
 *
 * @param log of each format's stream log
 * @param gopCacheBytes the most that is kept for formats that are begun later
 * @param rtmpChunkSize that of the connections by which RTMP goes out
 * @param fastCache how much of the sound newcomers to a format of sound alone are sent at once; zero for none
 */
public record FeedSettings(StreamLogSettings log, int gopCacheBytes, int rtmpChunkSize, Duration fastCache) {}
