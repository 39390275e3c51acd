package io.millrace.systemtest;

import io.millrace.systemtest.Flaws.Kind;
import io.millrace.systemtest.Hls.Playlist;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;

/**
 * Polls one channel's live playlist on several edges as players do, and remembers every segment that was ever listed:
 * under which number, and what was wrong.
 */
final class HlsWatcher implements AutoCloseable {
    private static final Duration PAUSE = Duration.ofMillis(400);

    private final List<String> edges;
    private final Set<String> answering = new HashSet<>();
    private final String path;
    private final Map<Long, String> bySequence = new TreeMap<>();
    private final Map<String, String> byState = new HashMap<>();
    private final Map<String, Long> lastSequences = new HashMap<>();
    private final Flaws flaws = new Flaws();
    private final Thread poller;
    private volatile boolean closed;
    private volatile Playlist last;

    /** @param edges {@code http://host:port} */
    HlsWatcher(List<String> edges, String path) {
        this.edges = new CopyOnWriteArrayList<>(edges);
        this.path = path;
        this.poller = new Thread(this::run, "HLS player of " + path);
        poller.setDaemon(true);
        poller.start();
    }

    private void run() {
        while (!closed) {
            edges.forEach(this::poll);
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }

    /** Does not ask an edge any more. */
    synchronized void leave(String edge) {
        edges.remove(edge);
        answering.remove(edge);
    }

    /** Asks an edge again; what it refuses before its first playlist is no flaw. */
    synchronized void watch(String edge) {
        edges.add(edge);
    }

    private synchronized void poll(String edge) {
        if (!edges.contains(edge)) {
            return;
        }
        HttpResponse<byte[]> response;
        try {
            response = Hls.get(edge + path);
        } catch (RuntimeException e) {
            flaws.add(Kind.REFUSED, edge + ": " + e);
            return;
        }
        if (response.statusCode() != 200) {
            if (answering.contains(edge)) {
                flaws.add(Kind.REFUSED, edge + ": " + response.statusCode());
            }
            return;
        }
        answering.add(edge);
        String text = new String(response.body(), StandardCharsets.UTF_8);
        note(
                edge,
                Hls.parse(edge + path, text),
                response.headers().firstValue("etag").orElse("none"));
    }

    private synchronized void note(String edge, Playlist playlist, String etag) {
        last = playlist;
        if (playlist.ended()) {
            flaws.add(Kind.ENDED, edge + ": an end of the list");
        }
        long before = lastSequences.getOrDefault(edge, 0L);
        if (playlist.mediaSequence() < before) {
            flaws.add(
                    Kind.SEQUENCE,
                    edge + ": the sequence goes back from " + before + " to " + playlist.mediaSequence());
        }
        lastSequences.put(edge, playlist.mediaSequence());
        for (int i = 0; i < playlist.segments().size(); i++) {
            long sequence = playlist.mediaSequence() + i;
            String segment = URI.create(playlist.segments().get(i)).getPath();
            String known = bySequence.putIfAbsent(sequence, segment);
            if (known != null && !known.equals(segment)) {
                flaws.add(Kind.CHANGED, edge + ": segment " + sequence + " was " + known + " and is " + segment);
            }
        }
        String state = playlist.nextSequence() + (playlist.ended() ? " ended" : "");
        String content = etag + "\n" + playlist.text();
        String other = byState.putIfAbsent(state, content);
        if (other != null && !other.equals(content)) {
            flaws.add(
                    Kind.EDGES_DIFFER,
                    edge + ": at " + state + " one edge says\n" + other + "\nand this one\n" + content);
        }
    }

    /** The paths of all segments that were ever listed, by media sequence number. */
    synchronized Map<Long, String> segments() {
        return new TreeMap<>(bySequence);
    }

    /** The newest playlist seen, if any. */
    Playlist last() {
        return last;
    }

    /** The highest number that was listed; -1 if none was. */
    synchronized long lastSequence() {
        return bySequence.keySet().stream().mapToLong(Long::longValue).max().orElse(-1);
    }

    Flaws flaws() {
        return flaws;
    }

    @Override
    public void close() {
        closed = true;
        try {
            poller.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
