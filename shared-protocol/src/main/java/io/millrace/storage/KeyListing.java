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
    /** The order of the UTF-8 bytes, which is that of the code points. */
    static final Comparator<String> UTF8_ORDER = KeyListing::compare;

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
        String above = new String(keyBytes, 0, wholeCharacters(keyBytes), StandardCharsets.UTF_8);
        if (!canMatch(above)) {
            return;
        }
        int fold = above.startsWith(prefix) ? foldEnd(above) : -1;
        String folded = fold < 0 ? null : above.substring(0, fold);
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
            for (Path entry : entries) {
                if (folded != null && isSettled(folded)) {
                    return;
                }
                visit(entry, keyBytes, above);
            }
        } catch (NoSuchFileException | NotDirectoryException gone) {
            // Nothing was ever put there.
        }
    }

    private void visit(Path entry, byte[] above, String aboveText) throws IOException {
        String name = entry.getFileName().toString();
        if (name.endsWith(KeyPaths.OBJECT)) {
            offer(key(above, aboveText, name), entry);
        } else if (name.endsWith(KeyPaths.FOLDER)) {
            walk(entry, join(above, name, new byte[] {'/'}));
        } else if (name.endsWith(KeyPaths.PIECE)) {
            walk(entry, join(above, name, new byte[0]));
        }
    }

    /** Segments have names without escapes, and there are many of them. */
    private static String key(byte[] above, String aboveText, String name) {
        return name.indexOf('%') < 0
                ? aboveText.concat(name.substring(0, name.length() - KeyPaths.OBJECT.length()))
                : new String(join(above, name, new byte[0]), StandardCharsets.UTF_8);
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
        int fold = foldEnd(key);
        String entry = fold < 0 ? key : key.substring(0, fold);
        if (isSettled(entry)) {
            return;
        }
        found.put(entry, file);
        if (found.size() > limit) {
            found.pollLastEntry();
        }
    }

    /** Whether nothing more need be known of the entry: it is before the page, on it, or behind it. */
    private boolean isSettled(String entry) {
        return UTF8_ORDER.compare(entry, marker) <= 0
                || isFull() && UTF8_ORDER.compare(entry, found.lastKey()) >= 0
                || found.containsKey(entry);
    }

    /** Where the part of a key ends that the delimiter folds others to, or -1. */
    private int foldEnd(String key) {
        int at = delimiter.isEmpty() ? -1 : key.indexOf(delimiter, prefix.length());
        return at < 0 ? -1 : at + delimiter.length();
    }

    private boolean isFull() {
        return found.size() >= limit;
    }

    /** How many of the bytes are left if a character at the end that a long name's cut has torn is not counted. */
    private static int wholeCharacters(byte[] utf8) {
        int start = utf8.length;
        while (start > 0 && (utf8[start - 1] & 0xC0) == 0x80) {
            start--;
        }
        if (start == 0) {
            return utf8.length;
        }
        int lead = utf8[start - 1] & 0xFF;
        int length = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
        return start - 1 + length <= utf8.length ? utf8.length : start - 1;
    }

    /** Code units order code points, but that surrogates belong behind all others. */
    private static int compare(String a, String b) {
        int length = Math.min(a.length(), b.length());
        for (int i = 0; i < length; i++) {
            char x = a.charAt(i);
            char y = b.charAt(i);
            if (x != y) {
                boolean sameKind = Character.isSurrogate(x) == Character.isSurrogate(y);
                return sameKind ? x - y : Character.isSurrogate(x) ? 1 : -1;
            }
        }
        return a.length() - b.length();
    }

    /** Whether the entry stands for several keys. */
    boolean isFolded(String entry) {
        return foldEnd(entry) == entry.length();
    }
}
