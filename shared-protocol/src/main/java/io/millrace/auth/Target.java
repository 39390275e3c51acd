package io.millrace.auth;

import io.millrace.channel.ChannelId;
import io.millrace.channel.Segment;
import java.util.Optional;

/**
 * What an address means within its bucket.
 *
 * @param channel that it plays or publishes to, or whose object it is; empty if it belongs to none
 * @param path of the channel in the address as the client named it, decoded, without extension
 * @param segment whether it is one of a playlist's segments
 */
record Target(Optional<ChannelId> channel, String path, boolean segment) {
    static Target of(ChannelId channel, String path) {
        return new Target(Optional.of(channel), path, false);
    }

    /**
     * Of an HTTP request that means that key.
     *
     * @param namedPath as the client named it, decoded
     */
    static Target of(String bucket, String key, String namedPath) {
        return new Target(
                ChannelKeys.channel(bucket, key), ChannelKeys.channelPath(key, namedPath), Segment.isKey(key));
    }
}
