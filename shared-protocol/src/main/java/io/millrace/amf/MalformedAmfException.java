package io.millrace.amf;

/** Bytes that are no AMF; the message says what was found and what was expected. Carries no stack trace. */
public final class MalformedAmfException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public MalformedAmfException(String message) {
        super(message, null, false, false);
    }
}
