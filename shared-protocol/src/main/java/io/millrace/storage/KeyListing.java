package io.millrace.storage;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;

/**
 * Collects one page of a bucket's keys by a walk through its folders. File systems list in no order, so all names that
 * the prefix and the marker leave are looked at: the time grows with them, but no more than a page is ever kept.
 */
final class KeyListing {
    static final Comparator<String> UTF8_ORDER =
            (a, b) -> Arrays.compareUnsigned(a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8));

    private final String prefix;
    private final String marker;
    private final String delimiter;
    private final int limit;

    /** Keys, and what the delimiter folds them to, with the file of those that are objects. */
    private final TreeMap<String, Path> found = new TreeMap<>(UTF8_ORDER);

    /** @param limit how many entries to find at most */
    KeyListing(String prefix, String marker, String delimiter, int limit) {
        this.prefix = prefix;
        this.marker = marker;
        this.delimiter = delimiter;
        this.limit = limit;
    }

    /** @return entries in order; a folded prefix has the path of one of its objects */
    Map<String, Path> of(Path bucket) throws IOException {
        walk(bucket, new byte[0]);
        return found;
    }

    private void walk(Path folder, byte[] keyBytes) throws IOException {
        String above = new String(keyBytes, StandardCharsets.UTF_8);
        if (!canMatch(above)) {
            return;
        }
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
            for (Path entry : entries) {
                visit(entry, keyBytes);
            }
        } catch (NoSuchFileException | NotDirectoryException gone) {
            // Nothing was ever put there.
        }
    }

    private void visit(Path entry, byte[] above) throws IOException {
        String name = entry.getFileName().toString();
        if (name.endsWith(KeyPaths.OBJECT)) {
            offer(new String(join(above, name, new byte[0]), StandardCharsets.UTF_8), entry);
        } else if (name.endsWith(KeyPaths.FOLDER)) {
            walk(entry, join(above, name, new byte[] {'/'}));
        } else if (name.endsWith(KeyPaths.PIECE)) {
            walk(entry, join(above, name, new byte[0]));
        }
    }

    private static byte[] join(byte[] above, String name, byte[] end) {
        byte[] part = KeyPaths.decode(name.substring(0, name.length() - 2));
        byte[] all = Arrays.copyOf(above, above.length + part.length + end.length);
        System.arraycopy(part, 0, all, above.length, part.length);
        System.arraycopy(end, 0, all, above.length + part.length, end.length);
        return all;
    }

    /** Whether keys that begin so can be wanted: within the prefix, after the marker, before what is full already. */
    private boolean canMatch(String above) {
        boolean inPrefix = above.startsWith(prefix) || prefix.startsWith(above);
        boolean passed = !marker.startsWith(above) && UTF8_ORDER.compare(above, marker) < 0;
        boolean beyond = isFull() && UTF8_ORDER.compare(above, found.lastKey()) > 0;
        return inPrefix && !passed && !beyond;
    }

    private void offer(String key, Path file) {
        if (!key.startsWith(prefix)) {
            return;
        }
        int fold = delimiter.isEmpty() ? -1 : key.indexOf(delimiter, prefix.length());
        String entry = fold < 0 ? key : key.substring(0, fold + delimiter.length());
        if (UTF8_ORDER.compare(entry, marker) <= 0) {
            return;
        }
        found.put(entry, file);
        if (found.size() > limit) {
            found.pollLastEntry();
        }
    }

    private boolean isFull() {
        return found.size() >= limit;
    }

    /** Whether the entry stands for several keys. */
    boolean isFolded(String entry) {
        return !delimiter.isEmpty()
                && entry.length() > prefix.length()
                && entry.endsWith(delimiter)
                && entry.indexOf(delimiter, prefix.length()) == entry.length() - delimiter.length();
    }
}
