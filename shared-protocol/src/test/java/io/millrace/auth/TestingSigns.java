package io.millrace.auth;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Makes Node-Media-Server's signs as its manual says. */
public final class TestingSigns {
    private TestingSigns() {}

    public static String sign(String path, long expires, String secret) {
        return expires + "-" + md5(path + '-' + expires + '-' + secret);
    }

    static String md5(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("MD5").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
