package io.millrace.rtmp.connection;

/** A server's refusal of what a client of ours asked for. Carries no stack trace. */
public final class RtmpRefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient StreamStatus status;

    public RtmpRefusedException(StreamStatus status) {
        super(status.code() + ": " + status.description(), null, false, false);
        this.status = status;
    }

    public StreamStatus status() {
        return status;
    }
}
