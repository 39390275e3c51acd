package io.millrace.auth;

import java.util.List;

/** What the credential of an HTTP request is worth. */
public sealed interface Authentication {
    /** @param address the one of the request's possible meanings that the signature covers */
    record Signed(AccessKey key, ObjectAddress address, boolean presigned) implements Authentication {}

    /** @param candidates what the request may mean, the likeliest first; the first whose bucket exists is meant */
    record Anonymous(List<ObjectAddress> candidates) implements Authentication {
        public Anonymous {
            candidates = List.copyOf(candidates);
        }
    }

    record Failed(AuthenticationFailure failure) implements Authentication {}
}
