package io.millrace.load.simulation;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** Viewers without an edge, by the second in which they ask for one. */
final class Waiting {
    private final Map<Integer, Map<Party, Integer>> due = new HashMap<>();
    private int size;

    void add(int second, Party party, int count) {
        if (count > 0) {
            due.computeIfAbsent(second, key -> new LinkedHashMap<>()).merge(party, count, Integer::sum);
            size += count;
        }
    }

    Map<Party, Integer> take(int second) {
        Map<Party, Integer> parties = due.remove(second);
        if (parties == null) {
            return Map.of();
        }
        size -= parties.values().stream().mapToInt(Integer::intValue).sum();
        return parties;
    }

    int size() {
        return size;
    }
}
