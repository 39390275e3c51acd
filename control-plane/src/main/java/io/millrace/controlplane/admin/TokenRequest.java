package io.millrace.controlplane.admin;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The body of a request for a token; {@link TokenRequestCheck} says what is expected of it. */
record TokenRequest(
        Optional<String> channel,
        Optional<String> prefix,
        List<String> actions,
        Optional<Long> expiresInSeconds,
        Optional<Instant> expiresAt,
        Optional<String> userId,
        Map<String, String> attributes,
        Optional<String> cidr,
        Optional<Integer> maxViewers) {
    /** What is missing is empty. */
    TokenRequest {
        channel = given(channel);
        prefix = given(prefix);
        actions = actions == null ? List.of() : actions;
        expiresInSeconds = given(expiresInSeconds);
        expiresAt = given(expiresAt);
        userId = given(userId);
        attributes = attributes == null ? Map.of() : attributes;
        cidr = given(cidr);
        maxViewers = given(maxViewers);
    }

    private static <T> Optional<T> given(Optional<T> value) {
        return value == null ? Optional.empty() : value;
    }
}
