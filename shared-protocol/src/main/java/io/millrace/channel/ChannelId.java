package io.millrace.channel;

import java.nio.charset.StandardCharsets;

/** A LiveChannel's name within its bucket; {@code bucket/channel} is also its sharding entity id. */
public record ChannelId(String bucket, String channel) {
    /** OSS: "must be less than 64" bytes of UTF-8. */
    public static final int MAX_CHANNEL_NAME_BYTES = 63;

    public ChannelId {
        if (!BucketName.isValid(bucket)) {
            throw new IllegalArgumentException("bucket name: " + bucket + " (expected: 3 to 63 of a-z 0-9 - _)");
        }
        if (!isValidChannelName(channel)) {
            throw new IllegalArgumentException(
                    "channel name: " + channel + " (expected: 1 to 63 bytes of UTF-8 without '/', control characters)");
        }
    }

    /** Whether a text can name a channel: OSS object naming, without a slash, at most 63 bytes. */
    public static boolean isValidChannelName(String name) {
        return !name.isEmpty()
                && name.length() <= MAX_CHANNEL_NAME_BYTES
                && name.getBytes(StandardCharsets.UTF_8).length <= MAX_CHANNEL_NAME_BYTES
                && name.charAt(0) != '\\'
                && !name.equals(".")
                && !name.equals("..")
                && name.chars().noneMatch(c -> c == '/' || c < 0x20 || c == 0x7f || c == 0xfffd);
    }

    public static ChannelId ofEntityId(String entityId) {
        int slash = entityId.indexOf('/');
        if (slash < 0) {
            throw new IllegalArgumentException("entity id: " + entityId + " (expected: bucket/channel)");
        }
        return new ChannelId(entityId.substring(0, slash), entityId.substring(slash + 1));
    }

    public String entityId() {
        return bucket + '/' + channel;
    }

    @Override
    public String toString() {
        return entityId();
    }
}
