package io.millrace.controlplane.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.controlplane.admin.TestingAdminServer.Answer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.Locale;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AdminHttpTest {
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM uuuu HH:mm:ss 'GMT'", Locale.US)
            .withZone(ZoneOffset.UTC);

    @TempDir
    private static Path data;

    private TestingAdminServer server;

    @BeforeAll
    void start() throws Exception {
        server = TestingAdminServer.start(data, "");
    }

    @AfterAll
    void stop() {
        server.close();
    }

    private static void isError(Answer answer, int status, String code) {
        assertThat(answer.status()).as(answer.body().toString()).isEqualTo(status);
        assertThat(answer.body().path("code").asText()).isEqualTo(code);
        assertThat(answer.body().path("message").asText()).isNotEmpty();
        assertThat(answer.response().headers().firstValue("Content-Type")).contains("application/json");
    }

    @Test
    void withoutAnAccessKeyNothingIsShown() throws Exception {
        Answer answer = server.ask("GET", "/v1/buckets", "", "X-Nothing", "at all");
        isError(answer, 401, "Unauthorized");
        assertThat(answer.response().headers().firstValue("WWW-Authenticate")).contains("Basic realm=\"millrace\"");
    }

    @Test
    void aWrongKeyIsAsGoodAsNone() throws Exception {
        for (String credential : new String[] {
            TestingAdminServer.basic("AKIDEXAMPLE", "wrong"),
            TestingAdminServer.basic("unknown", "SECRETEXAMPLE"),
            "Basic not-base64!",
            "Basic " + Base64.getEncoder().encodeToString("nocolon".getBytes(StandardCharsets.UTF_8)),
            "Bearer SECRETEXAMPLE",
            "OSS AKIDEXAMPLE:wrong"
        }) {
            isError(server.ask("GET", "/v1/buckets", "", "Authorization", credential), 401, "Unauthorized");
        }
    }

    @Test
    void anAccessKeyLetsInAsUserAndPassword() throws Exception {
        Answer answer = server.ask("GET", "/v1/buckets");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).hasToString("{\"buckets\":[\"live\"]}");
        assertThat(answer.response().headers().firstValue("Cache-Control")).contains("no-store");
    }

    @Test
    void anOssSignatureLetsInForWhatItSigns() throws Exception {
        String date = DATE.format(Instant.now());
        String signature = sign("GET\n\n\n" + date + "\nx-oss-date:" + date + "\n/v1/buckets/live");
        String[] headers = {"x-oss-date", date, "Authorization", "OSS AKIDEXAMPLE:" + signature};
        assertThat(server.ask("GET", "/v1/buckets/live", "", headers).status()).isEqualTo(200);
        isError(server.ask("GET", "/v1/buckets", "", headers), 401, "Unauthorized");
    }

    private static String sign(String text) throws Exception {
        Mac mac = Mac.getInstance("HmacSHA1");
        mac.init(new SecretKeySpec("SECRETEXAMPLE".getBytes(StandardCharsets.UTF_8), "HmacSHA1"));
        return Base64.getEncoder().encodeToString(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void openRoutesNeedNoKey() throws Exception {
        assertThat(server.ask("GET", "/v1/openapi.json", "", "X-Nothing", "at all")
                        .body()
                        .path("openapi")
                        .asText())
                .isEqualTo("3.1.0");
        assertThat(server.ask("GET", "/v1/jwks.json", "", "X-Nothing", "at all").status())
                .isEqualTo(200);
    }

    @Test
    void whatIsNotTheApisGoesToTheOthers() throws Exception {
        assertThat(server.ask("GET", "/live/cam.m3u8").status()).isEqualTo(418);
        assertThat(server.ask("GET", "/v1").status()).isEqualTo(418);
    }

    @Test
    void unknownAddressesAndMethodsAreNamed() throws Exception {
        isError(server.ask("GET", "/v1/nothing"), 404, "NotFound");
        isError(server.ask("GET", "/v1/"), 404, "NotFound");
        assertThat(server.statusLine("/v1/buckets/%ZZ")).contains(" 400 ");
        isError(server.ask("GET", "/v1/buckets/nosuch"), 404, "NotFound");
        Answer wrongMethod = server.ask("DELETE", "/v1/buckets/live");
        isError(wrongMethod, 405, "MethodNotAllowed");
        assertThat(wrongMethod.body().path("message").asText()).contains("GET");
    }

    @Test
    void whatIsWrongWithABodyIsNamed() throws Exception {
        String settings = "/v1/buckets/live/settings";
        isError(server.ask("PATCH", settings, "{\"acl\":"), 400, "InvalidRequest");
        isError(server.ask("PATCH", settings, "[]"), 400, "InvalidRequest");
        isError(server.ask("PATCH", settings, "{\"acl\":\"PRIVATE\",\"acl\":\"PRIVATE\"}"), 400, "InvalidRequest");
        Answer unknown = server.ask("PATCH", settings, "{\"security\":{\"playNeedsRigth\":true}}");
        isError(unknown, 400, "InvalidRequest");
        assertThat(unknown.body().path("message").asText()).startsWith("security.playNeedsRigth:");
        Answer range = server.ask("PATCH", settings, "{\"security\":{\"graceSeconds\":-1}}");
        isError(range, 400, "InvalidRequest");
        assertThat(range.body().path("message").asText()).startsWith("security.graceSeconds:");
    }

    @Test
    void aBodyTooLargeIsRefused() throws Exception {
        String body = "{\"acl\":\"" + "x".repeat(300 << 10) + "\"}";
        isError(server.ask("PATCH", "/v1/buckets/live/settings", body), 413, "BodyTooLarge");
    }

    @Test
    void secretsAreNotShownAndStayWhereAPatchDoesNotNameThem() throws Exception {
        String settings = "/v1/buckets/live/settings";
        Answer set = server.ask(
                "PATCH",
                settings,
                "{\"security\":{\"signSecret\":\"nodemedia2017privatekey\"},\"limits\":{\"maxViewers\":7}}");
        assertThat(set.status()).as(set.body().toString()).isEqualTo(200);
        assertThat(set.body().at("/security/signSecret").asText()).isEqualTo("***");

        Answer other = server.ask("PATCH", settings, "{\"security\":{\"playNeedsRight\":true}}");
        assertThat(other.body().at("/security/signSecret").asText()).isEqualTo("***");
        assertThat(other.body().at("/security/playNeedsRight").asBoolean()).isTrue();
        assertThat(other.body().at("/limits/maxViewers").asInt()).isEqualTo(7);

        JsonNode bucket = server.ask("GET", "/v1/buckets/live").body();
        assertThat(bucket.at("/settings/security/signSecret").asText()).isEqualTo("***");
        assertThat(bucket.toString()).doesNotContain("nodemedia2017privatekey");

        Answer gone = server.ask("PATCH", settings, "{\"security\":{\"signSecret\":null,\"playNeedsRight\":false}}");
        assertThat(gone.body().at("/security").has("signSecret")).isFalse();
    }
}
