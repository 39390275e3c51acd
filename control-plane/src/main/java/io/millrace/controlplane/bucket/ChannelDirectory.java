package io.millrace.controlplane.bucket;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.millrace.channel.BucketReply.ChannelEntry;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/** A bucket's channels in the order of their names' UTF-8 bytes; unchangeable, and in a snapshot a list of entries. */
final class ChannelDirectory {
    /** Orders as UTF-8 bytes do, that is by code points, while String's own order takes surrogates before U+E000. */
    static final Comparator<String> BY_UTF8 = ChannelDirectory::compareCodePoints;

    static final ChannelDirectory EMPTY = new ChannelDirectory(List.of());

    private final NavigableMap<String, ChannelEntry> entries;

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    ChannelDirectory(List<ChannelEntry> entries) {
        NavigableMap<String, ChannelEntry> map = new TreeMap<>(BY_UTF8);
        entries.forEach(entry -> map.put(entry.name(), entry));
        this.entries = Collections.unmodifiableNavigableMap(map);
    }

    private ChannelDirectory(NavigableMap<String, ChannelEntry> entries) {
        this.entries = Collections.unmodifiableNavigableMap(entries);
    }

    private static int compareCodePoints(String a, String b) {
        int common = Math.min(a.length(), b.length());
        for (int i = 0; i < common; i++) {
            char inA = a.charAt(i);
            char inB = b.charAt(i);
            if (inA != inB) {
                return Integer.compare(weight(inA), weight(inB));
            }
        }
        return Integer.compare(a.length(), b.length());
    }

    /** A surrogate stands for a code point above all others. */
    private static int weight(char unit) {
        return Character.isSurrogate(unit) ? unit + 0x10000 : unit;
    }

    @JsonValue
    Collection<ChannelEntry> entries() {
        return entries.values();
    }

    int size() {
        return entries.size();
    }

    Optional<ChannelEntry> find(String name) {
        return Optional.ofNullable(entries.get(name));
    }

    ChannelDirectory with(ChannelEntry entry) {
        NavigableMap<String, ChannelEntry> more = new TreeMap<>(entries);
        more.put(entry.name(), entry);
        return new ChannelDirectory(more);
    }

    ChannelDirectory without(String name) {
        NavigableMap<String, ChannelEntry> fewer = new TreeMap<>(entries);
        fewer.remove(name);
        return new ChannelDirectory(fewer);
    }

    /** Up to {@code max} entries whose names begin with {@code prefix} and come after {@code marker}, in order. */
    List<ChannelEntry> list(String prefix, String marker, int max) {
        boolean afterMarker = BY_UTF8.compare(marker, prefix) >= 0 && !marker.isEmpty();
        NavigableMap<String, ChannelEntry> rest =
                afterMarker ? entries.tailMap(marker, false) : entries.tailMap(prefix, true);
        List<ChannelEntry> listed = new ArrayList<>(Math.min(max, rest.size()));
        for (ChannelEntry entry : rest.values()) {
            if (listed.size() == max || !entry.name().startsWith(prefix)) {
                break;
            }
            listed.add(entry);
        }
        return listed;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ChannelDirectory directory && entries.equals(directory.entries);
    }

    @Override
    public int hashCode() {
        return entries.hashCode();
    }

    @Override
    public String toString() {
        return "ChannelDirectory" + entries.keySet();
    }
}
