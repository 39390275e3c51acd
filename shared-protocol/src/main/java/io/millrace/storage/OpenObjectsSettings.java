package io.millrace.storage;

import io.millrace.config.Settings;
import java.time.Duration;

/**
 * How segments are kept open, from {@code millrace.storage.open}.
 *
 * @param maxObjects how many; 0 for none
 * @param time for how long
 */
public record OpenObjectsSettings(int maxObjects, Duration time) {

    public static OpenObjectsSettings from(Settings open) {
        return new OpenObjectsSettings(
                open.integer("max-objects", 0, 100_000),
                open.duration("time", Duration.ofMillis(1), Duration.ofMinutes(10)));
    }
}
