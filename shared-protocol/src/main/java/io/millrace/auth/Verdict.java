package io.millrace.auth;

/** What one kind of credential, or a bucket's rules, say to a request. */
sealed interface Verdict {
    record Allowed(Right right) implements Verdict {}

    /** @param message one sentence for a person, without secrets */
    record Denied(AccessDecision.Reason reason, String message) implements Verdict {}
}
