package io.millrace.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.LeakGuard;
import io.millrace.edge.HttpClientConnection.Response;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(Lifecycle.PER_CLASS)
@ExtendWith(LeakGuard.class)
class StoredObjectsTest {
    private static final String SEGMENT = "news/174000000000000000007.ts";
    private static final String SIGNS = "0123456789";

    private final TestingCluster cluster = new TestingCluster();
    private final TestingEdge edge = new TestingEdge(cluster, "http.read-bytes = 1 KiB");
    private final byte[] large = new byte[1_000_000];

    @BeforeAll
    void store(@TempDir Path folder) {
        new Random(1).nextBytes(large);
        edge.store().put("live", "signs", "text/plain", bytes(SIGNS));
        edge.store().put("live", "empty", "text/plain", new byte[0]);
        edge.store().put("live", "large", "video/mp2t", large);
        edge.store().putFile("live", "file", "video/mp2t", large, folder.resolve("file"));
        edge.store().put("live", SEGMENT, "video/mp2t", bytes(SIGNS));
        edge.store().put("live", "news/vod.m3u8", "application/vnd.apple.mpegurl", bytes("#EXTM3U\n"));
        edge.store().put("live", ".millrace/pages/news/1.json", "application/json", bytes("[]"));
    }

    @AfterEach
    void allObjectsAreClosed() {
        Await.until("all objects are closed", () -> edge.store().open() == 0);
    }

    @AfterAll
    void stop() {
        edge.close();
        cluster.close();
    }

    @Test
    void anObjectComesWhole() {
        Response response = get("/live/signs");
        assertThat(response.status()).isEqualTo(200);
        assertThat(response.text()).isEqualTo(SIGNS);
        assertThat(response.header("content-type")).isEqualTo("text/plain");
        assertThat(response.header("etag")).isEqualTo(etag());
        assertThat(response.header("accept-ranges")).isEqualTo("bytes");
        assertThat(response.header("last-modified")).isEqualTo("Fri, 02 Jan 2026 03:04:05 GMT");
        assertThat(response.header("cache-control")).isEqualTo("no-cache");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/live/large", "/live/file"})
    void aLargeObjectComesWholeAndInParts(String target) {
        assertThat(get(target).body()).isEqualTo(large);
        Response part = get(target, "Range: bytes=500000-");
        assertThat(part.status()).isEqualTo(206);
        assertThat(part.body()).isEqualTo(Arrays.copyOfRange(large, 500_000, large.length));
        try (HttpClientConnection connection = edge.connect()) {
            ByteArrayOutputStream joined = new ByteArrayOutputStream();
            for (int from = 0; from < large.length; from += 300_000) {
                joined.writeBytes(connection
                        .get(target, "Range: bytes=" + from + "-" + (from + 299_999))
                        .body());
            }
            assertThat(joined.toByteArray()).isEqualTo(large);
        }
    }

    @Test
    void anEmptyObjectIsEmpty() {
        Response response = get("/live/empty");
        assertThat(response.status()).isEqualTo(200);
        assertThat(response.header("content-length")).isEqualTo("0");
        assertThat(get("/live/empty", "Range: bytes=0-").status()).isEqualTo(416);
    }

    @ParameterizedTest
    @CsvSource({
        "bytes=0-0, 0, bytes 0-0/10",
        "bytes=2-4, 234, bytes 2-4/10",
        "bytes=7-, 789, bytes 7-9/10",
        "bytes=7-99, 789, bytes 7-9/10",
        "bytes=-2, 89, bytes 8-9/10",
        "bytes=-99, 0123456789, bytes 0-9/10",
    })
    void aRangeGivesAPart(String range, String part, String contentRange) {
        Response response = get("/live/signs", "Range: " + range);
        assertThat(response.status()).isEqualTo(206);
        assertThat(response.text()).isEqualTo(part);
        assertThat(response.header("content-range")).isEqualTo(contentRange);
    }

    @ParameterizedTest
    @ValueSource(strings = {"bytes=10-", "bytes=10-12", "bytes=-0", "bytes=999999999999999999-"})
    void aRangeBeyondTheEndCannotBeSatisfied(String range) {
        Response response = get("/live/signs", "Range: " + range);
        assertThat(response.status()).isEqualTo(416);
        assertThat(response.header("content-range")).isEqualTo("bytes */10");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "bytes=4-2",
                "bytes=-",
                "bytes=0-1,4-5",
                "signs=0-1",
                "bytes=a-b",
                "bytes=99999999999999999999-",
                "bytes=--1"
            })
    void aRangeThatIsNotUnderstoodGivesTheWhole(String range) {
        Response response = get("/live/signs", "Range: " + range);
        assertThat(response.status()).isEqualTo(200);
        assertThat(response.text()).isEqualTo(SIGNS);
    }

    @Test
    void aRangeOfAnotherRepresentationGivesTheWhole() {
        assertThat(get("/live/signs", "Range: bytes=1-2", "If-Range: " + etag()).text())
                .isEqualTo("12");
        assertThat(get("/live/signs", "Range: bytes=1-2", "If-Range: \"other\"").text())
                .isEqualTo(SIGNS);
    }

    @Test
    void whatTheClientHasIsNotSentAgain() {
        Response response = get("/live/signs", "If-None-Match: \"x\", W/" + etag());
        assertThat(response.status()).isEqualTo(304);
        assertThat(response.header("etag")).isEqualTo(etag());
        assertThat(get("/live/signs", "If-None-Match: *").status()).isEqualTo(304);
        assertThat(get("/live/signs", "If-None-Match: \"x\"").status()).isEqualTo(200);
        assertThat(get("/live/signs", "If-Modified-Since: Fri, 02 Jan 2026 03:04:05 GMT")
                        .status())
                .isEqualTo(304);
        assertThat(get("/live/signs", "If-Modified-Since: Fri, 02 Jan 2026 03:04:04 GMT")
                        .status())
                .isEqualTo(200);
        assertThat(get("/live/signs", "If-Modified-Since: yesterday").status()).isEqualTo(200);
        assertThat(get("/live/signs", "If-None-Match: \"x\"", "If-Modified-Since: Fri, 02 Jan 2026 03:04:05 GMT")
                        .status())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "If-Match: ETAG | 200",
                "If-Match: \"other\", ETAG | 200",
                "If-Match: * | 200",
                "If-Match: \"other\" | 412",
                "If-Match: W/ETAG | 412",
                "If-Unmodified-Since: Fri, 02 Jan 2026 03:04:05 GMT | 200",
                "If-Unmodified-Since: Fri, 02 Jan 2026 03:04:04 GMT | 412",
                "If-Unmodified-Since: once upon a time | 200",
            })
    void anotherObjectThanTheClientMeansIsNotSent(String condition, int status) {
        assertThat(get("/live/signs", condition.replace("ETAG", etag())).status())
                .isEqualTo(status);
    }

    @Test
    void headTellsOfTheWholeObject() {
        try (HttpClientConnection connection = edge.connect()) {
            Response response = connection.exchange("HEAD", "/live/large", "Range: bytes=1-2");
            assertThat(response.status()).isEqualTo(200);
            assertThat(response.header("content-length")).isEqualTo("1000000");
            assertThat(connection.exchange("HEAD", "/live/file").header("content-length"))
                    .isEqualTo("1000000");
            assertThat(connection.get("/live/signs").text()).isEqualTo(SIGNS);
        }
    }

    @Test
    void segmentsNeverChangeForACache() {
        Response response = get("/live/" + SEGMENT);
        assertThat(response.text()).isEqualTo(SIGNS);
        assertThat(response.header("cache-control")).isEqualTo("public, max-age=86400, immutable");
    }

    @Test
    void aRecordingsPlaylistInAChannelsFolderIsAnObject() {
        Response response = get("/live/news/vod.m3u8");
        assertThat(response.text()).isEqualTo("#EXTM3U\n");
        assertThat(response.header("content-type")).isEqualTo("application/vnd.apple.mpegurl");
        assertThat(response.header("cache-control")).isEqualTo("no-cache");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/live/.millrace/pages/news/1.json",
                "/live/%2emillrace/pages/news/1.json",
                "/live/none",
                "/live/",
                "/live",
                "/live/..%2f..%2fetc%2fpasswd",
                "/live/../../etc/passwd",
                "/live/%00",
                "/live//signs"
            })
    void whatIsNotToBeHadIsNotFound(String target) {
        Response response = get(target);
        assertThat(response.status()).isEqualTo(404);
        assertThat(response.header("content-type")).startsWith("application/json");
    }

    @Test
    void aBrokenStoreIsUnavailableAndTheConnectionStays() {
        try (TestingEdge other = new TestingEdge(cluster, "");
                HttpClientConnection connection = other.connect()) {
            other.store().breakDown();
            Response response = connection.get("/live/signs");
            assertThat(response.status()).isEqualTo(503);
            assertThat(response.header("retry-after")).isEqualTo("5");
            assertThat(connection.get("/live/signs").status()).isEqualTo(503);
        }
    }

    @Test
    void aKeyTooLongForAnyObjectIsNotFound() {
        assertThat(get("/live/" + "k".repeat(1024)).status()).isEqualTo(404);
        assertThat(get("/live/" + "%c3%a4".repeat(512)).status()).isEqualTo(404);
    }

    @Test
    void anObjectThatCannotBeAnsweredWithClosesItsConnection() {
        edge.store().put("live", "odd", "text/plain\r\nSet-Cookie: a=b", bytes(SIGNS));
        try (HttpClientConnection connection = edge.connect().request("GET", "/live/odd")) {
            assertThat(connection.isClosedByServer()).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aClientThatTakesNothingIsClosed(boolean inFile, @TempDir Path folder) {
        byte[] huge = new byte[64 << 20];
        try (TestingEdge other = new TestingEdge(cluster, "http.write-timeout = 200 ms")) {
            if (inFile) {
                other.store().putFile("live", "huge", "video/mp2t", huge, folder.resolve("huge"));
            } else {
                other.store().put("live", "huge", "video/mp2t", huge);
            }
            try (HttpClientConnection connection = other.connect().request("GET", "/live/huge")) {
                assertThat(connection.head().status()).isEqualTo(200);
                Await.until("the object is closed", () -> other.store().open() == 0);
            }
            try (HttpClientConnection reading = other.connect()) {
                assertThat(reading.get("/live/huge").body()).hasSize(huge.length);
            }
        }
    }

    @Test
    void aClientThatLeavesInTheMiddleLeavesNothingOpen() {
        for (String target : new String[] {"/live/large", "/live/file"}) {
            for (int i = 0; i < 10; i++) {
                try (HttpClientConnection connection = edge.connect().request("GET", target)) {
                    connection.head();
                    connection.breakOff();
                }
            }
        }
    }

    private Response get(String target, String... headers) {
        try (HttpClientConnection connection = edge.connect()) {
            return connection.get(target, headers);
        }
    }

    private static String etag() {
        return '"' + TestingStore.md5(bytes(SIGNS)) + '"';
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
