package io.millrace.auth;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** When a signature holds, and what is said before and after. */
record Validity(Instant notBefore, Instant notAfter, AuthenticationFailure early, AuthenticationFailure late) {
    /** Of a request that is sent as soon as it is signed. */
    static Validity around(Instant signedAt, Duration skew) {
        AuthenticationFailure skewed = AuthenticationFailure.tooSkewed();
        return new Validity(signedAt.minus(skew), signedAt.plus(skew), skewed, skewed);
    }

    /** Of an address that may be used for a while. */
    static Validity between(Instant notBefore, Instant notAfter) {
        return new Validity(
                notBefore,
                notAfter,
                AuthenticationFailure.accessDenied(
                        AccessDecision.Reason.EXPIRED, "Request is not yet valid.", "0002-00000235"),
                AuthenticationFailure.accessDenied(
                        AccessDecision.Reason.EXPIRED, "Request has expired.", "0002-00000236"));
    }

    Optional<AuthenticationFailure> check(Instant now) {
        if (now.isBefore(notBefore)) {
            return Optional.of(early);
        }
        return now.isAfter(notAfter) ? Optional.of(late) : Optional.empty();
    }
}
