package io.millrace.digest;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The MD5 of bytes: for what others have defined by it, never for a secret of our own. */
public final class Md5 {
    private Md5() {}

    /** @param parts one after the other; they are read to their ends */
    public static byte[] of(ByteBuffer... parts) {
        try {
            MessageDigest digest = MessageDigest.getInstance("MD5");
            for (ByteBuffer part : parts) {
                digest.update(part);
            }
            return digest.digest();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has MD5", e);
        }
    }

    /** In lower-case hex digits. */
    public static String hex(ByteBuffer... parts) {
        return HexFormat.of().formatHex(of(parts));
    }
}
