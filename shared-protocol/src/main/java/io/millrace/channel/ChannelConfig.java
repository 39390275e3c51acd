package io.millrace.channel;

/**
 * What an operator sets of a channel (OSS LiveChannelConfiguration).
 *
 * @param fragDurationSeconds 1 to 100; a segment is cut at the first key frame after it
 * @param fragCount 1 to 100 segments in the live playlist
 * @param playlistName ends in {@code .m3u8}
 */
public record ChannelConfig(String description, int fragDurationSeconds, int fragCount, String playlistName) {
    public static final ChannelConfig DEFAULT = new ChannelConfig("", 5, 3, "playlist.m3u8");
}
