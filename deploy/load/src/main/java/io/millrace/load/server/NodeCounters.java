package io.millrace.load.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;

/**
 * What a node counts of its viewers, since its start.
 *
 * @param jumps how often viewers that were too far behind were taken to a newer key frame
 * @param stuck viewers closed because they took nothing
 */
public record NodeCounters(double jumps, double stuck) {
    /** Asks a node's management listener. */
    static NodeCounters read(URI management) {
        try {
            return parse(HttpClient.newHttpClient()
                    .send(HttpRequest.newBuilder(management.resolve("/metrics")).build(), BodyHandlers.ofString())
                    .body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    /** Reads the text format of Prometheus. */
    static NodeCounters parse(String metrics) {
        return new NodeCounters(
                sum(metrics, "millrace_delivery_jumps_total"), sum(metrics, "millrace_delivery_stuck_total"));
    }

    private static double sum(String metrics, String name) {
        return metrics.lines()
                .filter(line -> line.startsWith(name + " ") || line.startsWith(name + "{"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    /** What was counted since an earlier time. */
    public NodeCounters since(NodeCounters earlier) {
        return new NodeCounters(jumps - earlier.jumps, stuck - earlier.stuck);
    }
}
