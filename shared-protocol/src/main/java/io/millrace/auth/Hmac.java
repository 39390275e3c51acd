package io.millrace.auth;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Keyed hashes of texts in UTF-8. */
final class Hmac {
    private Hmac() {}

    static byte[] sha1(String secret, String text) {
        return compute("HmacSHA1", secret.getBytes(StandardCharsets.UTF_8), text);
    }

    static byte[] sha256(byte[] key, String text) {
        return compute("HmacSHA256", key, text);
    }

    /** Whether two texts are the same, in a time that says nothing about where they differ. */
    static boolean same(String expected, String provided) {
        return MessageDigest.isEqual(
                expected.getBytes(StandardCharsets.UTF_8), provided.getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] compute(String algorithm, byte[] key, String text) {
        try {
            Mac mac = Mac.getInstance(algorithm);
            mac.init(new SecretKeySpec(key, algorithm));
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + algorithm, e);
        }
    }
}
