package io.millrace.controlplane.admin;

import java.time.Instant;

/** A token as it is handed out, once. */
record IssuedToken(String id, String token, Instant expiresAt) {
    @Override
    public String toString() {
        return "IssuedToken[" + id + "]";
    }
}
