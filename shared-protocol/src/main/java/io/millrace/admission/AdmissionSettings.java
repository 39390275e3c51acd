package io.millrace.admission;

import com.typesafe.config.Config;
import io.millrace.config.Settings;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * How much a node may take on, from {@code millrace.admission} and the numbers of the roles; what is empty is derived
 * from the machine.
 *
 * @param maxViewers {@code millrace.edge.max-viewers}
 * @param maxPublishers {@code millrace.origin.max-publishers}
 * @param maxHttpConnections {@code millrace.http.max-connections}
 * @param maxBytesPerSecond how much the node may send
 * @param maxMemoryShare the share of heap or direct memory in use above which nothing new is taken
 * @param interval between two measurements
 */
public record AdmissionSettings(
        OptionalInt maxViewers,
        OptionalInt maxPublishers,
        OptionalInt maxHttpConnections,
        OptionalLong maxBytesPerSecond,
        double maxMemoryShare,
        Duration interval) {

    /** @param root the whole configuration */
    public static AdmissionSettings from(Config root) {
        Settings admission = Settings.of(root, "millrace.admission");
        return new AdmissionSettings(
                Settings.of(root, "millrace.edge").integerOrAuto("max-viewers", 1, Integer.MAX_VALUE),
                Settings.of(root, "millrace.origin").integerOrAuto("max-publishers", 1, 1_000_000),
                Settings.of(root, "millrace.http").integerOrAuto("max-connections", 1, Integer.MAX_VALUE),
                admission.longBytesOrAuto("max-bytes-per-second", 1 << 10, 1L << 40),
                admission.number("max-memory-share", 0.1, 1),
                admission.duration("interval", Duration.ofMillis(10), Duration.ofMinutes(1)));
    }
}
