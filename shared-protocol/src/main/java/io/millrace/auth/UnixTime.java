package io.millrace.auth;

import java.time.Instant;
import java.util.Optional;

/** Points in time as decimal UNIX seconds, at most 11 digits. */
public final class UnixTime {
    private static final int MAX_DIGITS = 11;

    private UnixTime() {}

    public static Optional<Instant> parse(String text) {
        boolean digits =
                !text.isEmpty() && text.length() <= MAX_DIGITS && text.chars().allMatch(c -> c >= '0' && c <= '9');
        return digits ? Optional.of(Instant.ofEpochSecond(Long.parseLong(text))) : Optional.empty();
    }
}
