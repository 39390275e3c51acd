package io.millrace.systemtest;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Requests to the API that carry a V1 signature. */
final class OssRequest {
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private final TestingNode node;

    OssRequest(TestingNode node) {
        this.node = node;
    }

    /**
     * PUTs a body.
     *
     * @param resource {@code /bucket} or {@code /bucket/key}
     * @param query a sub-resource without a value, or nothing
     * @return the answer's status; 413 if the connection was cut instead
     */
    int put(String resource, String query, String body) throws Exception {
        return send("PUT", resource, query, body);
    }

    /** DELETEs, and gives the answer's status. */
    int delete(String resource) throws Exception {
        return send("DELETE", resource, "", "");
    }

    private int send(String method, String resource, String query, String body) throws Exception {
        String date = DateTimeFormatter.RFC_1123_DATE_TIME.format(ZonedDateTime.now(ZoneOffset.UTC));
        String path = resource.indexOf('/', 1) < 0 ? resource + '/' : resource;
        String signed = path + (query.isEmpty() ? "" : '?' + query);
        String signature = sign(method + "\n\napplication/xml\n" + date + "\nx-oss-date:" + date + '\n' + signed);
        HttpRequest request = HttpRequest.newBuilder(URI.create(node.api() + signed))
                .header("x-oss-date", date)
                .header("Content-Type", "application/xml")
                .header("Authorization", "OSS " + node.accessKeyId() + ':' + signature)
                .method(method, BodyPublishers.ofString(body))
                .build();
        try {
            return CLIENT.send(request, BodyHandlers.discarding()).statusCode();
        } catch (java.io.IOException e) {
            return 413;
        }
    }

    private String sign(String text) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA1");
        mac.init(new SecretKeySpec(node.accessKeySecret().getBytes(StandardCharsets.UTF_8), "HmacSHA1"));
        return Base64.getEncoder().encodeToString(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
    }
}
