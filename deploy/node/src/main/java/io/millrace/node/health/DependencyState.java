package io.millrace.node.health;

import java.time.Instant;
import java.util.Optional;

/**
 * What is known of a dependency.
 *
 * @param since when it became so, or was first found so
 * @param lastError of the last question that failed, if any has
 */
public record DependencyState(
        String name,
        boolean up,
        Instant since,
        Optional<String> lastError,
        Optional<Instant> lastErrorAt,
        String meaning) {}
