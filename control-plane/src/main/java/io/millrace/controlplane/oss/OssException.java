package io.millrace.controlplane.oss;

/** Ends the handling of a request with an error answer; an expected outcome, so it has no stack trace. */
public final class OssException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient OssError error;

    OssException(OssError error) {
        super(error.code() + ": " + error.message(), null, false, false);
        this.error = error;
    }

    OssError error() {
        return error;
    }
}
