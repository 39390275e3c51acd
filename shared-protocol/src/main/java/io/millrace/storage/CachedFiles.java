package io.millrace.storage;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which objects are in files of the cache, and how many bytes they are; the least recently used go first. Deletes
 * nothing itself: it names the files that are to go. For any thread.
 */
final class CachedFiles {
    /** An object of a bucket. */
    record Id(String bucket, String key) {}

    record Entry(ObjectInfo info, Path path) {}

    private final long maxBytes;
    private final Map<Id, Entry> entries = new LinkedHashMap<>(16, 0.75f, true);
    private long bytes;

    CachedFiles(long maxBytes) {
        this.maxBytes = maxBytes;
    }

    /** The object's file, which has been used by that. */
    synchronized Optional<Entry> find(Id id) {
        return Optional.ofNullable(entries.get(id));
    }

    /** @return the file that was there for the object before */
    synchronized List<Path> add(Id id, Entry entry) {
        List<Path> gone = remove(id);
        entries.put(id, entry);
        bytes += entry.info().size();
        return gone;
    }

    synchronized List<Path> remove(Id id) {
        Entry removed = entries.remove(id);
        if (removed == null) {
            return List.of();
        }
        bytes -= removed.info().size();
        return List.of(removed.path());
    }

    /** Takes out what is too much. */
    synchronized List<Path> trim() {
        List<Path> gone = new ArrayList<>();
        Iterator<Entry> eldest = entries.values().iterator();
        while (bytes > maxBytes) {
            Entry entry = eldest.next();
            eldest.remove();
            bytes -= entry.info().size();
            gone.add(entry.path());
        }
        return gone;
    }

    synchronized long bytes() {
        return bytes;
    }
}
