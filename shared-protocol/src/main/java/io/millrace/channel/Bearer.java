package io.millrace.channel;

import java.util.Map;
import java.util.Optional;

/**
 * Who a client is by the word of the token that it came with. A part of the journal's format.
 *
 * @param userId the token's {@code sub}, if it has one
 * @param attributes the token's
 */
public record Bearer(Optional<String> userId, Map<String, String> attributes) {
    public Bearer {
        attributes = attributes == null ? Map.of() : Map.copyOf(attributes);
    }
}
