package io.millrace.controlplane.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.controlplane.admin.TestingAdminServer.Answer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Webhooks as the API sets them, and their deliveries. */
class WebhookSettingsTest extends AdminHttpFixture {
    private static final String SETTINGS = "/v1/buckets/live/settings";
    private static final String GOOD = "\"name\":\"a\",\"url\":\"https://h.example/x?y=z\",\"style\":\"SRS\"";

    WebhookSettingsTest() {
        super("");
    }

    private Answer patch(String webhooks) throws Exception {
        return server.ask("PATCH", SETTINGS, "{\"webhooks\":[" + webhooks + "]}");
    }

    @Test
    void whatIsLeftOutGetsItsDefaultAndTheSecretStays() throws Exception {
        Answer set = patch("{" + GOOD + ",\"secret\":\"a secret of ours\"}");
        assertThat(set.status()).as(set.body().toString()).isEqualTo(200);
        assertThat(set.body().path("webhooks").get(0))
                .hasToString("{\"name\":\"a\",\"url\":\"https://h.example/x?y=z\",\"style\":\"SRS\",\"events\":[],"
                        + "\"secret\":\"***\",\"refuses\":false,\"failOpen\":true,\"timeoutMillis\":5000}");
        assertThat(patch("{" + GOOD + ",\"refuses\":true}")
                        .body()
                        .path("webhooks")
                        .get(0)
                        .path("secret")
                        .asText())
                .isEqualTo("***");
        assertThat(patch("{" + GOOD + ",\"secret\":null}")
                        .body()
                        .path("webhooks")
                        .get(0)
                        .has("secret"))
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\u0001',
            value = {
                "name|{\"name\":\"a b\",\"url\":\"http://h/\",\"style\":\"SRS\"}",
                "name|{\"url\":\"http://h/\",\"style\":\"SRS\"}",
                "url|{\"name\":\"a\",\"style\":\"SRS\"}",
                "url|{\"name\":\"a\",\"url\":\"ftp://h/\",\"style\":\"SRS\"}",
                "url|{\"name\":\"a\",\"url\":\"file:///etc/passwd\",\"style\":\"SRS\"}",
                "url|{\"name\":\"a\",\"url\":\"http:///x\",\"style\":\"SRS\"}",
                "url|{\"name\":\"a\",\"url\":\"http://u:p@h/\",\"style\":\"SRS\"}",
                "url|{\"name\":\"a\",\"url\":\"http://h:99999/\",\"style\":\"SRS\"}",
                "url|{\"name\":\"a\",\"url\":\"http://h/ x\",\"style\":\"SRS\"}",
                "style|{\"name\":\"a\",\"url\":\"http://h/\"}",
                "style|{\"name\":\"a\",\"url\":\"http://h/\",\"style\":\"NGINX\"}",
                "events|{\"name\":\"a\",\"url\":\"http://h/\",\"style\":\"SRS\",\"events\":[\"postPlay\"]}",
                "timeoutMillis|{\"name\":\"a\",\"url\":\"http://h/\",\"style\":\"SRS\",\"timeoutMillis\":99}",
                "timeoutMillis|{\"name\":\"a\",\"url\":\"http://h/\",\"style\":\"SRS\",\"timeoutMillis\":30001}",
                "secret|{\"name\":\"a\",\"url\":\"http://h/\",\"style\":\"SRS\",\"secret\":\"short\"}",
                "other|{\"name\":\"a\",\"url\":\"http://h/\",\"style\":\"SRS\",\"other\":1}"
            })
    void whatIsWrongIsNamed(String member, String webhook) throws Exception {
        Answer answer = patch(webhook);
        assertThat(answer.status()).as(answer.body().toString()).isEqualTo(400);
        assertThat(answer.body().path("message").asText()).contains(member).doesNotContain("short");
    }

    @Test
    void thereAreAtMostEightOfDifferentNames() throws Exception {
        String nine = IntStream.range(0, 9)
                .mapToObj(i -> "{\"name\":\"w" + i + "\",\"url\":\"http://h/\",\"style\":\"SRS\"}")
                .collect(Collectors.joining(","));
        assertThat(patch(nine).body().path("message").asText()).contains("webhooks: expected 8 or fewer");
        assertThat(patch("{" + GOOD + "},{" + GOOD + "}").body().path("message").asText())
                .contains("webhooks[1].name");
    }

    @Test
    void deliveriesAreListedAndRetriedForAWebhookThatThereIs() throws Exception {
        patch("{" + GOOD + "}");
        Answer listed = server.ask("GET", "/v1/buckets/live/webhooks/a/deliveries?state=failed&channel=cam");
        assertThat(listed.status()).as(listed.body().toString()).isEqualTo(200);
        assertThat(listed.body()).hasToString("{\"deliveries\":[],\"dropped\":0}");
        assertThat(server.ask("GET", "/v1/buckets/live/webhooks/a/deliveries").status())
                .isEqualTo(200);
        Answer retried = server.ask("POST", "/v1/buckets/live/webhooks/a/deliveries/retry?channel=cam");
        assertThat(retried.body()).hasToString("{\"failed\":0,\"pending\":0}");
        assertThat(server.ask("GET", "/v1/buckets/live/webhooks/b/deliveries").status())
                .isEqualTo(404);
        assertThat(server.ask("GET", "/v1/buckets/none/webhooks/a/deliveries").status())
                .isEqualTo(404);
        assertThat(server.ask("GET", "/v1/buckets/live/webhooks/a/deliveries?state=lost")
                        .status())
                .isEqualTo(400);
        assertThat(server.ask("GET", "/v1/buckets/live/webhooks/a/deliveries?max=0")
                        .status())
                .isEqualTo(400);
    }
}
