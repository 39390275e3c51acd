package io.millrace.systemtest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** The /v1 API, as who has an access key. */
final class AdminClient {
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private final Target target;

    AdminClient(Target target) {
        this.target = target;
    }

    /** Issues a token for all channels of a bucket. */
    JsonNode token(String bucket, String action) throws Exception {
        return ask(
                "POST",
                "/v1/buckets/" + bucket + "/tokens",
                "{\"prefix\":\"\",\"actions\":[\"" + action + "\"],\"expiresInSeconds\":600}");
    }

    /**
     * Asks for something that is to succeed.
     *
     * @param body JSON, or nothing
     * @return the answer; a missing node if it has no body
     */
    JsonNode ask(String method, String path, String body) throws Exception {
        String pair = target.accessKeyId() + ':' + target.accessKeySecret();
        HttpRequest request = HttpRequest.newBuilder(URI.create(target.api() + path))
                .header(
                        "Authorization",
                        "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8)))
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                .build();
        HttpResponse<String> answer = CLIENT.send(request, BodyHandlers.ofString());
        if (answer.statusCode() >= 300) {
            throw new AssertionError(method + ' ' + path + ": " + answer.statusCode() + ' ' + answer.body());
        }
        return new ObjectMapper().readTree(answer.body());
    }
}
