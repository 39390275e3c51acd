package io.millrace.channel;

import java.util.Optional;

/** What a session carries, as measured at its origin over the last seconds. */
public record MediaInfo(Optional<VideoInfo> video, Optional<AudioInfo> audio) {
    public static final MediaInfo NONE = new MediaInfo(Optional.empty(), Optional.empty());
}
