package io.millrace.controlplane.admin;

import static org.assertj.core.api.Assertions.assertThat;

import akka.http.javadsl.model.HttpResponse;
import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.controlplane.admin.TestingAdminServer.Answer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

class AdminHttpTest extends AdminHttpFixture {
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM uuuu HH:mm:ss 'GMT'", Locale.US)
            .withZone(ZoneOffset.UTC);

    private static final String CONSOLE = "https://console.example.com:8443";

    AdminHttpTest() {
        super("millrace.api.allow-origins = [\"" + CONSOLE + "\"]");
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
        assertThat(header(wrongMethod, "Allow")).contains("GET, HEAD, OPTIONS");
    }

    private static Optional<String> header(Answer answer, String name) {
        return answer.response().headers().firstValue(name);
    }

    @Test
    void headIsGetWithoutABody() throws Exception {
        Answer get = server.ask("GET", "/v1/buckets");
        Answer head = server.ask("HEAD", "/v1/buckets");
        assertThat(head.status()).isEqualTo(200);
        assertThat(head.response().body()).isEmpty();
        assertThat(header(head, "Content-Length")).isEqualTo(header(get, "Content-Length"));
        assertThat(header(head, "Content-Type")).contains("application/json");
        assertThat(server.ask("HEAD", "/v1/buckets", "", "X-Nothing", "at all").status())
                .isEqualTo(401);
        assertThat(server.ask("HEAD", "/v1/nothing").status()).isEqualTo(404);
        Answer patchOnly = server.ask("HEAD", "/v1/buckets/live/settings");
        assertThat(patchOnly.status()).isEqualTo(405);
        assertThat(header(patchOnly, "Allow")).contains("PATCH, OPTIONS");
    }

    @Test
    void optionsNamesTheMethodsOfAnAddressToAnybody() throws Exception {
        Answer tokens = server.ask("OPTIONS", "/v1/buckets/live/tokens", "", "X-Nothing", "at all");
        assertThat(tokens.status()).isEqualTo(204);
        assertThat(header(tokens, "Allow")).contains("POST, GET, HEAD, OPTIONS");
        isError(server.ask("OPTIONS", "/v1/nothing"), 404, "NotFound");
    }

    @Test
    void pagesOfTheSitesThatAreNamedMayUseItAndNoOthers() throws Exception {
        Answer preflight =
                server.ask("OPTIONS", "/v1/keys/k", "", "Origin", CONSOLE, "Access-Control-Request-Method", "DELETE");
        assertThat(preflight.status()).isEqualTo(204);
        assertThat(header(preflight, "Access-Control-Allow-Origin")).contains(CONSOLE);
        assertThat(header(preflight, "Access-Control-Allow-Methods")).contains("PUT, DELETE, OPTIONS");
        assertThat(header(preflight, "Access-Control-Allow-Headers").orElseThrow())
                .contains("Authorization", "Content-Type");
        assertThat(header(preflight, "Access-Control-Allow-Credentials")).isEmpty();

        Answer refused = server.ask("GET", "/v1/buckets", "", "Origin", CONSOLE);
        assertThat(refused.status()).isEqualTo(401);
        assertThat(header(refused, "Access-Control-Allow-Origin")).contains(CONSOLE);
        assertThat(header(refused, "Vary")).contains("Origin");
        for (String other : List.of("https://console.example.com", "http://console.example.com:8443", "null")) {
            Answer stranger = server.ask("OPTIONS", "/v1/buckets", "", "Origin", other);
            assertThat(header(stranger, "Access-Control-Allow-Origin")).isEmpty();
            assertThat(header(stranger, "Vary")).contains("Origin");
        }
    }

    @Test
    void withoutTheSettingNoPageOfAnotherSiteMay() {
        HttpResponse answer = HttpResponse.create();
        CrossOrigin none = new CrossOrigin(List.of());
        assertThat(none.toOptions(none.toAnswer(answer, Optional.of(CONSOLE)), "GET")
                        .getHeaders())
                .isEmpty();
        CrossOrigin all = new CrossOrigin(List.of("*"));
        assertThat(all.toAnswer(answer, Optional.empty()).getHeaders())
                .extracting(Object::toString)
                .containsExactly("Access-Control-Allow-Origin: *");
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
