package io.millrace.controlplane.oss;

import io.millrace.digest.Md5;
import java.nio.ByteBuffer;
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
        if (!sent.isEmpty() && !sent.equals(Base64.getEncoder().encodeToString(Md5.of(ByteBuffer.wrap(body))))) {
            throw OssErrors.invalidDigest();
        }
        return body;
    }

    /** Upper-case hex, as OSS writes it. */
    static String etag(byte[] content) {
        return HexFormat.of().withUpperCase().formatHex(Md5.of(ByteBuffer.wrap(content)));
    }
}
