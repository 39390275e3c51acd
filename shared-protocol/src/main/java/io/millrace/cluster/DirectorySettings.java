package io.millrace.cluster;

import io.millrace.config.Settings;
import java.time.Duration;

/**
 * How nodes tell of themselves, in {@code millrace.cluster}.
 *
 * @param zone where this node stands; empty if that does not matter
 */
public record DirectorySettings(String zone, Duration announceInterval) {

    /** @param cluster the section {@code millrace.cluster} */
    public static DirectorySettings from(Settings cluster) {
        return new DirectorySettings(
                cluster.text("zone"),
                cluster.duration("announce-interval", Duration.ofMillis(100), Duration.ofMinutes(1)));
    }
}
