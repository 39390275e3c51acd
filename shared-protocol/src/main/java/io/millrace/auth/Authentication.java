package io.millrace.auth;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What the credential of an HTTP request is worth. */
public sealed interface Authentication {
    /**
     * @param address the one of the request's possible meanings that the signature covers
     * @param expiry of a presigned address; empty if the request itself was signed
     */
    record Signed(AccessKey key, ObjectAddress address, Optional<Instant> expiry) implements Authentication {
        public boolean presigned() {
            return expiry.isPresent();
        }
    }

    /** @param candidates what the request may mean, the likeliest first; the first whose bucket exists is meant */
    record Anonymous(List<ObjectAddress> candidates) implements Authentication {
        public Anonymous {
            candidates = List.copyOf(candidates);
        }
    }

    record Failed(AuthenticationFailure failure) implements Authentication {}
}
