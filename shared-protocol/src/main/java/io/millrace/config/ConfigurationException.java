package io.millrace.config;

/** A setting that cannot be used; the message is "key: value (expected: ...)". */
public final class ConfigurationException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public ConfigurationException(String message) {
        super(message);
    }
}
