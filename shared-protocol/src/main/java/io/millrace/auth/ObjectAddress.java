package io.millrace.auth;

/**
 * What an HTTP request is about.
 *
 * @param bucket empty for the service as a whole, which lists buckets
 * @param key percent-decoded; empty for the bucket itself
 */
public record ObjectAddress(String bucket, String key) {
    static final ObjectAddress SERVICE = new ObjectAddress("", "");

    /** The form that signatures cover: {@code /}, {@code /bucket/} or {@code /bucket/key}. */
    String resource() {
        return bucket.isEmpty() ? "/" : '/' + bucket + '/' + key;
    }
}
