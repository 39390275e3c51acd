package io.millrace.controlplane.admin;

import java.util.Map;
import java.util.Optional;

/** An answer that says what is wrong, {@code {"code", "message"}}. */
public final class AdminException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final String code;
    private final transient Map.Entry<String, String> header;

    /** @param message for a person, without secrets */
    public AdminException(int status, String code, String message) {
        this(status, code, message, null);
    }

    private AdminException(int status, String code, String message, Map.Entry<String, String> header) {
        super(message);
        this.status = status;
        this.code = code;
        this.header = header;
    }

    static AdminException unauthorized() {
        return new AdminException(
                401,
                "Unauthorized",
                "Send an access key's id and secret as user and password, or a signature.",
                Map.entry("WWW-Authenticate", "Basic realm=\"millrace\""));
    }

    static AdminException methodNotAllowed(String allowed) {
        return new AdminException(
                405, "MethodNotAllowed", "This address takes " + allowed + '.', Map.entry("Allow", allowed));
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

    /** A header that the answer has to have, and its value. */
    Optional<Map.Entry<String, String>> header() {
        return Optional.ofNullable(header);
    }
}
