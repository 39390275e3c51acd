package io.millrace.controlplane.oss;

import io.millrace.config.Settings;
import java.time.Duration;

/**
 * The bounds of the OSS API ({@code millrace.oss}).
 *
 * @param maxDocumentBytes the longest XML body
 * @param maxObjectBytes the longest object that is taken
 * @param maxUploads how many objects are taken at a time
 * @param bodyTimeout how long a request's body may take
 * @param maxVodSegments how many segments a playlist on demand may have
 * @param maxSignedPlaylistBytes the longest playlist in which addresses are signed
 * @param answerTimeout how long an actor has to answer
 * @param playlistGrace how long a channel without a publisher has a playlist without an end
 */
public record OssSettings(
        int maxDocumentBytes,
        int maxObjectBytes,
        int maxUploads,
        Duration bodyTimeout,
        int maxVodSegments,
        int maxSignedPlaylistBytes,
        Duration answerTimeout,
        Duration playlistGrace) {
    public static OssSettings from(Settings section) {
        return new OssSettings(
                section.bytes("max-document-bytes", 1024, 16 << 20),
                section.bytes("max-object-bytes", 1024, 1 << 30),
                section.integer("max-uploads", 1, 10_000),
                section.duration("body-timeout", Duration.ofMillis(100), Duration.ofHours(1)),
                section.integer("max-vod-segments", 1, 1_000_000),
                section.bytes("max-signed-playlist-bytes", 1024, 64 << 20),
                section.duration("answer-timeout", Duration.ofMillis(100), Duration.ofMinutes(1)),
                section.duration("playlist-grace", Duration.ZERO, Duration.ofMinutes(10)));
    }
}
