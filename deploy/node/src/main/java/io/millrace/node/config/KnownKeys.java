package io.millrace.node.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import io.millrace.config.ConfigurationException;
import java.util.Collections;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/** The keys below {@code millrace} that the modules' reference.conf define; a section that is empty there takes any key. */
final class KnownKeys {
    private static final int LARGEST_TYPO = 4;

    private final Map<String, ConfigValue> keys = new TreeMap<>();
    private final TreeSet<String> sections = new TreeSet<>();

    KnownKeys(ConfigObject millrace) {
        collect("millrace", millrace);
    }

    private void collect(String path, ConfigObject section) {
        sections.add(path);
        section.forEach((name, value) -> {
            String key = path + '.' + name;
            if (value.valueType() == ConfigValueType.OBJECT && !((ConfigObject) value).isEmpty()) {
                collect(key, (ConfigObject) value);
            } else {
                keys.put(key, value);
            }
        });
    }

    /** Every key, with its default. */
    Map<String, ConfigValue> all() {
        return Collections.unmodifiableMap(keys);
    }

    /** @throws ConfigurationException if a key below {@code millrace} is none of ours */
    void check(Config layer) {
        if (!layer.hasPath("millrace")) {
            return;
        }
        layer.withOnlyPath("millrace").entrySet().stream()
                .map(entry -> String.join(".", ConfigUtil.splitPath(entry.getKey())))
                .sorted()
                .forEach(this::check);
    }

    private void check(String key) {
        if (sections.contains(key)) {
            throw new ConfigurationException(key + ": a value (expected: a section with keys of its own)");
        }
        if (!keys.containsKey(key) && !isInFreeSection(key)) {
            throw new ConfigurationException(key + ": no such setting" + hint(key));
        }
    }

    private boolean isInFreeSection(String key) {
        for (int end = key.lastIndexOf('.'); end > 0; end = key.lastIndexOf('.', end - 1)) {
            ConfigValue value = keys.get(key.substring(0, end));
            if (value != null) {
                return value.valueType() == ConfigValueType.OBJECT;
            }
        }
        return false;
    }

    private String hint(String key) {
        return nearest(key, keys.keySet())
                .map(near -> " (did you mean " + near + "?)")
                .orElse(" (docs/configuration.md lists them all)");
    }

    /** The candidate that is a typing error or two away from the text. */
    static Optional<String> nearest(String text, Iterable<String> candidates) {
        TreeMap<Integer, String> byDistance = new TreeMap<>(Comparator.naturalOrder());
        candidates.forEach(candidate -> byDistance.putIfAbsent(distance(text, candidate), candidate));
        return Optional.ofNullable(byDistance.firstEntry())
                .filter(nearest -> nearest.getKey() <= LARGEST_TYPO)
                .map(Map.Entry::getValue);
    }

    /** The Levenshtein distance. */
    private static int distance(String left, String right) {
        int[] row = new int[right.length() + 1];
        for (int j = 0; j <= right.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= left.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= right.length(); j++) {
                int substituted = diagonal + (left.charAt(i - 1) == right.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(substituted, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[right.length()];
    }
}
