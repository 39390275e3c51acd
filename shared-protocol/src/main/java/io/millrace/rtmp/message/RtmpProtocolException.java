package io.millrace.rtmp.message;

/**
 * A peer that breaks the protocol or one of the bounds set for it; ends its connection and nothing else. The message
 * says what was found and what was expected. Carries no stack trace: peers cause it at will.
 */
public final class RtmpProtocolException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public RtmpProtocolException(String message) {
        super(message, null, false, false);
    }
}
