package io.millrace.load.media;

/** What came is not what the protocol or the container allows. */
public final class BrokenStreamException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public BrokenStreamException(String message) {
        super(message);
    }
}
