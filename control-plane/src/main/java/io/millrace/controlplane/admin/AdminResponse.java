package io.millrace.controlplane.admin;

/**
 * An answer.
 *
 * @param body written as JSON; null for none
 */
public record AdminResponse(int status, Object body) {
    public static AdminResponse ok(Object body) {
        return new AdminResponse(200, body);
    }

    public static AdminResponse created(Object body) {
        return new AdminResponse(201, body);
    }

    public static AdminResponse done() {
        return new AdminResponse(204, null);
    }
}
