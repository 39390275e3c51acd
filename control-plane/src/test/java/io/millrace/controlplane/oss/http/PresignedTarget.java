package io.millrace.controlplane.oss.http;

import io.millrace.auth.UriEncoding;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Request targets with a V1 signature in them, path style. */
final class PresignedTarget {
    private PresignedTarget() {}

    static String of(String bucket, String key, long expiry, String subresource) throws GeneralSecurityException {
        return sign("GET", bucket, key, expiry, "?" + subresource) + '&' + subresource;
    }

    static String get(String bucket, String key, long expiry) throws GeneralSecurityException {
        return sign("GET", bucket, key, expiry, "");
    }

    static String head(String bucket, String key, long expiry) throws GeneralSecurityException {
        return sign("HEAD", bucket, key, expiry, "");
    }

    static String put(String bucket, String key, long expiry) throws GeneralSecurityException {
        return sign("PUT", bucket, key, expiry, "");
    }

    private static String sign(String method, String bucket, String key, long expiry, String subresource)
            throws GeneralSecurityException {
        String secret = TestingOssServer.KEY.secret();
        Mac mac = Mac.getInstance("HmacSHA1");
        mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA1"));
        String text = method + "\n\n\n" + expiry + "\n/" + bucket + '/' + key + subresource;
        String signature = Base64.getEncoder().encodeToString(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        return '/' + bucket + '/' + UriEncoding.encodePath(key) + "?OSSAccessKeyId=" + TestingOssServer.KEY.id()
                + "&Expires=" + expiry + "&Signature=" + UriEncoding.encode(signature);
    }
}
