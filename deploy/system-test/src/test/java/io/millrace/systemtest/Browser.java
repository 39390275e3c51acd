package io.millrace.systemtest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Headless Chromium with a page that plays streams. */
final class Browser {
    private static final Duration LIMIT = Duration.ofMinutes(2);

    /** The script in the page. */
    enum Player {
        HLS,
        MPEGTS,
        FLV
    }

    /** What is played, and by what. */
    record Stream(Player player, String url) {}

    /**
     * What the page saw of a video.
     *
     * @param firstTime its time when it had started, in seconds
     * @param lastTime its time at the end
     * @param report all of it, for a failure's message
     */
    record Playback(boolean started, double firstTime, double lastTime, int width, int height, String report) {}

    private Browser() {}

    static Playback play(Player player, String url, Duration length) {
        return play(List.of(new Stream(player, url)), length).get(0);
    }

    /** Plays all at once, side by side in one page, and returns what came of each. */
    static List<Playback> play(List<Stream> streams, Duration length) {
        List<String> arguments = new ArrayList<>(List.of(Long.toString(length.toSeconds())));
        for (Stream stream : streams) {
            arguments.add(stream.player().name().toLowerCase(Locale.ROOT));
            arguments.add(stream.url());
        }
        String output = NodeScript.run("play.js", Map.of(), LIMIT, arguments.toArray(String[]::new));
        List<Playback> playbacks = output.lines()
                .filter(line -> line.startsWith("{"))
                .map(Browser::read)
                .toList();
        if (playbacks.size() != streams.size()) {
            throw new AssertionError(playbacks.size() + " reports (expected: " + streams.size() + "):\n" + output);
        }
        return playbacks;
    }

    private static Playback read(String line) {
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
