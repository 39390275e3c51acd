package io.millrace.channel;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/** A shared secret of a bucket's settings, which shows itself to nobody who only prints it. */
public record Secret(String value) {
    private static final int MIN_LENGTH = 8;
    private static final int MAX_LENGTH = 256;

    /** @throws IllegalArgumentException if it is shorter than 8 or longer than 256 characters */
    public Secret {
        if (value == null || value.length() < MIN_LENGTH || value.length() > MAX_LENGTH) {
            throw new IllegalArgumentException("secret: expected " + MIN_LENGTH + " to " + MAX_LENGTH + " characters");
        }
    }

    /** In a time that says nothing about where they differ. */
    @Override
    public boolean equals(Object other) {
        return other instanceof Secret secret && MessageDigest.isEqual(bytes(value), bytes(secret.value));
    }

    @Override
    public int hashCode() {
        return value.hashCode();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return "***";
    }
}
