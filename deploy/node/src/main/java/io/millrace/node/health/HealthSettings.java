package io.millrace.node.health;

import io.millrace.config.Settings;
import java.time.Duration;

/**
 * How dependencies are watched, from {@code millrace.health}.
 *
 * @param interval the time between two questions
 * @param timeout when a dependency that has not answered is down
 */
public record HealthSettings(Duration interval, Duration timeout) {

    public static HealthSettings from(Settings health) {
        Duration shortest = Duration.ofMillis(100);
        return new HealthSettings(
                health.duration("interval", shortest, Duration.ofHours(1)),
                health.duration("timeout", shortest, Duration.ofMinutes(1)));
    }
}
