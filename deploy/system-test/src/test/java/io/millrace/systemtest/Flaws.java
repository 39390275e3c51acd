package io.millrace.systemtest;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;

/** What should never happen, and did: counted by kind, each with what is known about it. Safe on any thread. */
final class Flaws {
    enum Kind {
        CLOSED("viewers closed"),
        LATE("streams that did not go on"),
        TIMESTAMP("timestamps that go back, or broken tags"),
        SEQUENCE("media sequences that go back"),
        ENDED("live playlists that end"),
        REFUSED("playlists refused"),
        CHANGED("segment numbers given twice"),
        EDGES_DIFFER("playlists or ETags that differ between edges"),
        STALE_EPOCH("segments of an old session behind a newer one's"),
        MISSING("acknowledged segments missing"),
        HISTORY_MISSING("sessions missing in the history"),
        HISTORY_DOUBLED("sessions doubled in the history");

        private final String text;

        Kind(String text) {
            this.text = text;
        }
    }

    /** One case. */
    record Flaw(Kind kind, String text) {}

    private final List<Flaw> all = new CopyOnWriteArrayList<>();

    void add(Kind kind, String text) {
        all.add(new Flaw(kind, text));
    }

    void addAll(Flaws others) {
        all.addAll(others.all);
    }

    boolean isEmpty() {
        return all.isEmpty();
    }

    /** Each with its kind. */
    List<String> texts() {
        return all.stream().map(flaw -> flaw.kind().text + ": " + flaw.text()).toList();
    }

    /** A line for each kind, with its count. */
    String table() {
        return List.of(Kind.values()).stream()
                .map(kind -> "%-48s %5d"
                        .formatted(
                                kind.text,
                                all.stream().filter(flaw -> flaw.kind() == kind).count()))
                .collect(Collectors.joining("\n"));
    }
}
