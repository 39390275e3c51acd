package io.millrace.digest;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Keyed hashes; texts are in UTF-8. */
public final class Hmac {
    private Hmac() {}

    public static byte[] sha1(String secret, String text) {
        return compute("HmacSHA1", secret.getBytes(StandardCharsets.UTF_8), bytes(text));
    }

    public static byte[] sha256(byte[] key, String text) {
        return sha256(key, bytes(text));
    }

    /** @param parts one after the other; they are read to their ends */
    public static byte[] sha256(byte[] key, ByteBuffer... parts) {
        return compute("HmacSHA256", key, parts);
    }

    /** Whether two texts are the same, in a time that says nothing about where they differ. */
    public static boolean same(String expected, String provided) {
        return MessageDigest.isEqual(
                expected.getBytes(StandardCharsets.UTF_8), provided.getBytes(StandardCharsets.UTF_8));
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] compute(String algorithm, byte[] key, ByteBuffer... parts) {
        try {
            Mac mac = Mac.getInstance(algorithm);
            mac.init(new SecretKeySpec(key, algorithm));
            for (ByteBuffer part : parts) {
                mac.update(part);
            }
            return mac.doFinal();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + algorithm, e);
        }
    }
}
