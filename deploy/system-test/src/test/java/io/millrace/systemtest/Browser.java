package io.millrace.systemtest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Map;

/** Headless Chromium with a page that plays a stream. */
final class Browser {
    private static final Duration LIMIT = Duration.ofMinutes(2);

    /** The script in the page. */
    enum Player {
        HLS,
        MPEGTS
    }

    /**
     * What the page saw of the video.
     *
     * @param firstTime its time when it had started, in seconds
     * @param lastTime its time at the end
     * @param report all of it, for a failure's message
     */
    record Playback(boolean started, double firstTime, double lastTime, int width, int height, String report) {}

    private Browser() {}

    static Playback play(Player player, String url, Duration length) {
        String output = NodeScript.run(
                "play.js",
                Map.of(),
                LIMIT,
                player.name().toLowerCase(java.util.Locale.ROOT),
                url,
                Long.toString(length.toSeconds()));
        String line =
                output.lines().filter(text -> text.startsWith("{")).findFirst().orElseThrow();
        try {
            JsonNode seen = new ObjectMapper().readTree(line);
            return new Playback(
                    seen.get("started").asBoolean(),
                    seen.get("first").asDouble(),
                    seen.get("currentTime").asDouble(),
                    seen.get("width").asInt(),
                    seen.get("height").asInt(),
                    line);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
