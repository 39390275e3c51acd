package io.millrace.amf;

/** AMF that is deeper or longer than is accepted. Carries no stack trace. */
public final class AmfLimitException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public AmfLimitException(String message) {
        super(message, null, false, false);
    }
}
