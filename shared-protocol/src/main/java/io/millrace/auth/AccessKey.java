package io.millrace.auth;

/** An access key id and its secret. */
public record AccessKey(String id, String secret) {
    @Override
    public String toString() {
        return "AccessKey[" + id + "]";
    }
}
