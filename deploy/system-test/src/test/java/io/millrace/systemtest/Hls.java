package io.millrace.systemtest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Reads media playlists as a player does. */
final class Hls {
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    /**
     * A media playlist.
     *
     * @param segments whole addresses, in order
     * @param discontinuities how many of them are marked as discontinuous
     */
    record Playlist(long mediaSequence, List<String> segments, int discontinuities, boolean ended, String text) {
        /** The number that the next segment will get. */
        long nextSequence() {
            return mediaSequence + segments.size();
        }
    }

    private Hls() {}

    static HttpResponse<byte[]> get(String url) {
        try {
            HttpRequest request = HttpRequest.newBuilder(URI.create(url))
                    .timeout(Duration.ofMinutes(1))
                    .build();
            return CLIENT.send(request, BodyHandlers.ofByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(url, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    static Playlist playlist(String url) {
        HttpResponse<byte[]> response = get(url);
        String text = new String(response.body(), java.nio.charset.StandardCharsets.UTF_8);
        if (response.statusCode() != 200) {
            throw new AssertionError(url + ": " + response.statusCode() + " " + text);
        }
        return parse(url, text);
    }

    static Playlist parse(String url, String text) {
        long mediaSequence = 0;
        int discontinuities = 0;
        List<String> segments = new ArrayList<>();
        for (String line : text.lines().toList()) {
            if (line.startsWith("#EXT-X-MEDIA-SEQUENCE:")) {
                mediaSequence = Long.parseLong(line.substring(line.indexOf(':') + 1));
            } else if (line.equals("#EXT-X-DISCONTINUITY")) {
                discontinuities++;
            } else if (!line.isBlank() && !line.startsWith("#")) {
                segments.add(URI.create(url).resolve(line).toString());
            }
        }
        return new Playlist(mediaSequence, segments, discontinuities, text.contains("#EXT-X-ENDLIST"), text);
    }

    /** Waits until a live playlist has so many segments. */
    static Playlist awaitSegments(String url, int count, Duration limit) {
        Await.until(url, limit, () -> get(url).statusCode(), status -> status == 200);
        return Await.until(
                url, limit, () -> playlist(url), playlist -> playlist.segments().size() >= count);
    }
}
