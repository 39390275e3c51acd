package io.millrace.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.stream.Collectors;

/** One section of the configuration, whose values are read together with the range they must lie in. */
public final class Settings {
    private final Config section;
    private final String path;

    private Settings(Config section, String path) {
        this.section = section;
        this.path = path;
    }

    /** The section at {@code path} of a whole configuration, {@code millrace.rtmp} for instance. */
    public static Settings of(Config root, String path) {
        return new Settings(root.getConfig(path), path);
    }

    public Settings at(String key) {
        return new Settings(read(key, section::getConfig), path + '.' + key);
    }

    public int integer(String key, int min, int max) {
        int value = read(key, section::getInt);
        return checked(key, value, min <= value && value <= max, min + " .. " + max);
    }

    /** As {@link #integer}, or empty for {@code auto}. */
    public OptionalInt integerOrAuto(String key, int min, int max) {
        return isAuto(key) ? OptionalInt.empty() : OptionalInt.of(integer(key, min, max));
    }

    /** As {@link #longBytes}, or empty for {@code auto}. */
    public OptionalLong longBytesOrAuto(String key, long min, long max) {
        return isAuto(key) ? OptionalLong.empty() : OptionalLong.of(longBytes(key, min, max));
    }

    private boolean isAuto(String key) {
        return text(key).equals("auto");
    }

    public double number(String key, double min, double max) {
        double value = read(key, section::getDouble);
        return checked(key, value, min <= value && value <= max, min + " .. " + max);
    }

    /** A size in bytes, {@code 256 KiB} for instance, that must fit an int. */
    public int bytes(String key, int min, int max) {
        return (int) longBytes(key, min, max);
    }

    public long longBytes(String key, long min, long max) {
        long value = read(key, section::getBytes);
        return checked(key, value, min <= value && value <= max, min + " .. " + max + " bytes");
    }

    public Duration duration(String key, Duration min, Duration max) {
        Duration value = read(key, section::getDuration);
        boolean inRange = value.compareTo(min) >= 0 && value.compareTo(max) <= 0;
        return checked(key, value, inRange, min + " .. " + max);
    }

    public boolean flag(String key) {
        return read(key, section::getBoolean);
    }

    public String text(String key) {
        return read(key, section::getString);
    }

    public List<String> texts(String key) {
        return List.copyOf(read(key, section::getStringList));
    }

    /** A list of sections. */
    public List<Settings> sections(String key) {
        List<? extends Config> list = read(key, section::getConfigList);
        List<Settings> sections = new ArrayList<>();
        for (Config element : list) {
            sections.add(new Settings(element, path + '.' + key + '.' + sections.size()));
        }
        return sections;
    }

    /** One of an enum's constants, written in lower case with hyphens. */
    public <E extends Enum<E>> E choice(String key, Class<E> type) {
        String value = text(key);
        return Arrays.stream(type.getEnumConstants())
                .filter(constant -> written(constant).equals(value))
                .findFirst()
                .orElseThrow(() -> wrong(
                        key,
                        value,
                        Arrays.stream(type.getEnumConstants())
                                .map(Settings::written)
                                .collect(Collectors.joining(", "))));
    }

    /** How a setting names a constant. */
    public static String written(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The exception for a value that the caller itself found wrong. */
    public ConfigurationException wrong(String key, Object value, String expected) {
        return new ConfigurationException(path + '.' + key + ": " + value + " (expected: " + expected + ")");
    }

    private <T> T checked(String key, T value, boolean valid, String expected) {
        if (!valid) {
            throw wrong(key, value, expected);
        }
        return value;
    }

    private <T> T read(String key, Function<String, T> reader) {
        try {
            return reader.apply(key);
        } catch (ConfigException e) {
            throw new ConfigurationException(path + '.' + key + ": " + e.getMessage());
        }
    }
}
