package io.millrace.controlplane.oss.http;

import io.millrace.auth.AccessKey;
import io.millrace.auth.UriEncoding;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** A small OSS client of its own make: V1 signatures, path style. */
final class OssClient {
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM uuuu HH:mm:ss 'GMT'", Locale.US)
            .withZone(ZoneOffset.UTC);

    private final HttpClient http = HttpClient.newHttpClient();
    private final int port;
    private final AccessKey key;

    OssClient(int port, AccessKey key) {
        this.port = port;
        this.key = key;
    }

    /** @param query raw; all of it is signed, so it is subresources only, in the order of their names */
    HttpResponse<String> signed(String method, String resource, String query, String body, String... headers)
            throws Exception {
        Map<String, String> sent = new TreeMap<>();
        for (int i = 0; i < headers.length; i += 2) {
            sent.put(headers[i].toLowerCase(Locale.ROOT), headers[i + 1]);
        }
        sent.putIfAbsent("x-oss-date", DATE.format(Instant.now()));
        StringBuilder text = new StringBuilder(method)
                .append('\n')
                .append(sent.getOrDefault("content-md5", ""))
                .append('\n')
                .append(sent.getOrDefault("content-type", ""))
                .append('\n')
                .append(sent.get("x-oss-date"))
                .append('\n');
        sent.forEach((name, value) -> {
            if (name.startsWith("x-oss-")) {
                text.append(name).append(':').append(value).append('\n');
            }
        });
        text.append(resource);
        String subresources = subresources(query);
        if (!subresources.isEmpty()) {
            text.append('?').append(subresources);
        }
        sent.put("authorization", "OSS " + key.id() + ":" + sign(text.toString()));
        return send(method, UriEncoding.encodePath(resource) + (query.isEmpty() ? "" : "?" + query), body, sent);
    }

    private static String subresources(String query) {
        StringBuilder signed = new StringBuilder();
        for (String pair : query.split("&")) {
            if (!pair.matches(
                    "(prefix|marker|max-keys|delimiter|list-type|start-after|encoding-type|fetch-owner)=.*")) {
                signed.append(signed.isEmpty() ? "" : "&")
                        .append(pair.endsWith("=") ? pair.substring(0, pair.length() - 1) : pair);
            }
        }
        return signed.toString();
    }

    HttpResponse<String> anonymous(String method, String target, String... headers) throws Exception {
        Map<String, String> sent = new TreeMap<>();
        for (int i = 0; i < headers.length; i += 2) {
            sent.put(headers[i], headers[i + 1]);
        }
        return send(method, target, "", sent);
    }

    private HttpResponse<String> send(String method, String target, String body, Map<String, String> headers)
            throws IOException, InterruptedException {
        HttpRequest.BodyPublisher publisher =
                body.isEmpty() ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body);
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + target))
                .method(method, publisher);
        headers.forEach(request::header);
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private String sign(String text) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA1");
        mac.init(new SecretKeySpec(key.secret().getBytes(StandardCharsets.UTF_8), "HmacSHA1"));
        return Base64.getEncoder().encodeToString(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
    }
}
