package io.millrace.load.scenario;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A live HLS playlist, asked for as a player does. */
record LivePlaylist(URI url) {
    private static final Duration LIMIT = Duration.ofMinutes(1);
    private static final Duration PAUSE = Duration.ofMillis(500);
    private static final int OK = 200;

    /** The addresses of its segments, when it has so many. */
    List<URI> awaitSegments(int count) {
        long deadline = System.nanoTime() + LIMIT.toNanos();
        while (true) {
            HttpResponse<byte[]> answer = get(url);
            List<URI> segments = answer.statusCode() == OK ? segments(answer.body()) : List.of();
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

    /** The playlist as it is now and these segments, by the paths of their addresses. */
    Map<String, byte[]> download(List<URI> segments) {
        Map<String, byte[]> files = new LinkedHashMap<>();
        files.put(url.getPath(), body(url));
        segments.forEach(segment -> files.put(segment.getPath(), body(segment)));
        return files;
    }

    private List<URI> segments(byte[] playlist) {
        return new String(playlist, StandardCharsets.UTF_8)
                .lines()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .map(url::resolve)
                .toList();
    }

    private static byte[] body(URI url) {
        HttpResponse<byte[]> answer = get(url);
        if (answer.statusCode() != OK) {
            throw new IllegalStateException(url + ": " + answer.statusCode() + " (expected: " + OK + ")");
        }
        return answer.body();
    }

    private static HttpResponse<byte[]> get(URI url) {
        try {
            return HttpClient.newHttpClient()
                    .send(HttpRequest.newBuilder(url).build(), HttpResponse.BodyHandlers.ofByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
