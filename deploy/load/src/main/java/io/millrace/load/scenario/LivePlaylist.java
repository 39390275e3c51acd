package io.millrace.load.scenario;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;

/** A live HLS playlist, asked for as a player does. */
record LivePlaylist(URI url) {
    private static final Duration LIMIT = Duration.ofMinutes(1);
    private static final Duration PAUSE = Duration.ofMillis(500);

    /** The addresses of its segments, when it has so many. */
    List<URI> awaitSegments(int count) {
        long deadline = System.nanoTime() + LIMIT.toNanos();
        while (true) {
            List<URI> segments = segments();
            if (segments.size() >= count) {
                return segments;
            }
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException(
                        url + ": " + segments.size() + " segments within " + LIMIT + " (expected: " + count + ")");
            }
            Bench.pass(PAUSE);
        }
    }

    private List<URI> segments() {
        try {
            HttpResponse<String> answer = HttpClient.newHttpClient()
                    .send(HttpRequest.newBuilder(url).build(), HttpResponse.BodyHandlers.ofString());
            return answer.statusCode() != 200
                    ? List.of()
                    : answer.body()
                            .lines()
                            .filter(line -> !line.isBlank() && !line.startsWith("#"))
                            .map(url::resolve)
                            .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
