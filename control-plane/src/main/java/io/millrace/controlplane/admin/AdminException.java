package io.millrace.controlplane.admin;

/** An answer that says what is wrong, {@code {"code", "message"}}. */
public final class AdminException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final String code;

    /** @param message for a person, without secrets */
    public AdminException(int status, String code, String message) {
        super(message);
        this.status = status;
        this.code = code;
    }

    public static AdminException invalid(String message) {
        return new AdminException(400, "InvalidRequest", message);
    }

    public static AdminException notFound(String message) {
        return new AdminException(404, "NotFound", message);
    }

    public static AdminException conflict(String message) {
        return new AdminException(409, "Conflict", message);
    }

    public static AdminException unavailable() {
        return new AdminException(503, "Unavailable", "The cluster does not answer now; try again.");
    }

    int status() {
        return status;
    }

    String code() {
        return code;
    }
}
