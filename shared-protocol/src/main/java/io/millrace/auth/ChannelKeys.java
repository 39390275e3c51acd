package io.millrace.auth;

import io.millrace.channel.ChannelId;
import java.util.Optional;
import java.util.Set;

/** Which channel the key of an HTTP address belongs to: {@code channel.flv} and kin, or what lies below {@code channel/}. */
final class ChannelKeys {
    private static final Set<String> EXTENSIONS = Set.of(".flv", ".ts", ".aac", ".mp3", ".m3u8");

    private ChannelKeys() {}

    static Optional<ChannelId> channel(String bucket, String key) {
        int slash = key.indexOf('/');
        String name = slash < 0 ? withoutExtension(key) : key.substring(0, slash);
        return ChannelId.isValidChannelName(name) ? Optional.of(new ChannelId(bucket, name)) : Optional.empty();
    }

    /**
     * The part of an address' path that names the channel.
     *
     * @param key what the path means
     */
    static String channelPath(String key, String path) {
        int slash = key.indexOf('/');
        String below = slash < 0 ? "" : key.substring(slash);
        return slash >= 0 && path.endsWith(below)
                ? path.substring(0, path.length() - below.length())
                : withoutExtension(path);
    }

    private static String withoutExtension(String path) {
        int dot = path.lastIndexOf('.');
        return dot >= 0 && EXTENSIONS.contains(path.substring(dot)) ? path.substring(0, dot) : path;
    }
}
