package io.millrace.controlplane.persistence;

/** The journal's database cannot be used; the message names it without its password. */
public final class JournalUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public JournalUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
