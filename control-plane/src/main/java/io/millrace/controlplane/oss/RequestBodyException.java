package io.millrace.controlplane.oss;

/** A request's body could not be read; an expected outcome, so it has no stack trace. */
public final class RequestBodyException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Why not. */
    public enum Reason {
        TOO_LARGE,
        TOO_SLOW,
        BROKEN
    }

    private final Reason reason;

    public RequestBodyException(Reason reason) {
        super("request body: " + reason, null, false, false);
        this.reason = reason;
    }

    Reason reason() {
        return reason;
    }
}
