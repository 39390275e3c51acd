package io.millrace.controlplane.oss;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;

/** The MD5 of contents: what a client sends in Content-MD5, and what is answered as ETag. */
final class ContentMd5 {
    private ContentMd5() {}

    /**
     * @throws OssException InvalidDigest, if the request has a Content-MD5 that is not the body's
     */
    static byte[] check(OssRequest request, byte[] body) {
        String sent = request.header("content-md5").orElse("").strip();
        if (!sent.isEmpty() && !sent.equals(Base64.getEncoder().encodeToString(digest(body)))) {
            throw OssErrors.invalidDigest();
        }
        return body;
    }

    /** Upper-case hex, as OSS writes it. */
    static String etag(byte[] content) {
        return HexFormat.of().withUpperCase().formatHex(digest(content));
    }

    private static byte[] digest(byte[] content) {
        try {
            return MessageDigest.getInstance("MD5").digest(content);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has MD5", e);
        }
    }
}
