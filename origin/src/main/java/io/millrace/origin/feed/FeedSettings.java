package io.millrace.origin.feed;

import io.millrace.config.Settings;

/**
 * The bounds of a feed, from {@code millrace.origin.feed}.
 *
 * @param maxMalformedFrames so many malformed frames in a row close the publisher
 */
public record FeedSettings(int maxMalformedFrames) {

    public static FeedSettings from(Settings feed) {
        return new FeedSettings(feed.integer("max-malformed-frames", 1, 1_000_000));
    }
}
