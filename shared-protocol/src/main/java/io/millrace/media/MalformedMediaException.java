package io.millrace.media;

/** Coded media or a container that breaks its format; the message says what was found and what was expected. */
public final class MalformedMediaException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public MalformedMediaException(String message) {
        super(message);
    }
}
