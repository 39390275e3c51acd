package io.millrace.edge.relay;

/** There is no live playlist to show. */
public final class AbsentException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Absence reason;

    public AbsentException(Absence reason) {
        super(reason.toString(), null, false, false);
        this.reason = reason;
    }

    public Absence reason() {
        return reason;
    }
}
