package io.millrace.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.LeakGuard;
import io.millrace.edge.HttpClientConnection.Head;
import io.millrace.edge.HttpClientConnection.Response;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;

@TestInstance(Lifecycle.PER_CLASS)
@ExtendWith(LeakGuard.class)
class HttpServerTest {
    private final TestingCluster cluster = new TestingCluster();
    private final TestingEdge edge = new TestingEdge(cluster, "http.max-header-bytes = 2 KiB");
    private final TestingEdge hasty =
            new TestingEdge(cluster, "http { request-timeout = 300 ms, idle-timeout = 700 ms }");

    @AfterAll
    void stop() {
        edge.close();
        hasty.close();
        cluster.close();
    }

    @Test
    void optionsAnswersAPreflight() {
        try (HttpClientConnection connection = edge.connect()) {
            Response response = connection.exchange("OPTIONS", "/live/a.flv", "Origin: http://example.com");
            assertThat(response.status()).isEqualTo(204);
            assertThat(response.header("access-control-allow-origin")).isEqualTo("*");
            assertThat(response.header("access-control-allow-methods")).isEqualTo("GET, HEAD, OPTIONS");
            assertThat(response.header("access-control-allow-headers")).contains("Range");
            assertThat(connection.get("/live/none").status()).isEqualTo(404);
        }
    }

    @Test
    void headOfAStreamGivesTheHeadOnly() {
        try (HttpClientConnection connection = edge.connect()) {
            Response response = connection.exchange("HEAD", "/live/a.flv");
            assertThat(response.status()).isEqualTo(200);
            assertThat(response.header("content-type")).isEqualTo("video/x-flv");
            assertThat(connection.isClosedByServer()).isTrue();
        }
    }

    @Test
    void headOfWhatIsNotThereHasNoBody() {
        try (HttpClientConnection connection = edge.connect()) {
            assertThat(connection.exchange("HEAD", "/live/none").status()).isEqualTo(404);
            assertThat(connection.get("/nowhere/none").text()).contains("NoSuchBucket");
        }
    }

    @Test
    void otherMethodsAreNotAllowed() {
        for (String method : new String[] {"POST", "DELETE", "BREW"}) {
            try (HttpClientConnection connection = edge.connect()) {
                Response response = connection.exchange(method, "/live/a");
                assertThat(response.status()).isEqualTo(405);
                assertThat(response.header("allow")).isEqualTo("GET, HEAD, OPTIONS");
            }
        }
        try (HttpClientConnection connection = edge.connect()) {
            assertThat(connection
                            .exchange("PUT", "/live/a", "Content-Length: 5")
                            .status())
                    .isEqualTo(405);
        }
    }

    @Test
    void aRequestBodyIsRefusedHoweverMuchOfItIsSent() {
        try (HttpClientConnection connection = edge.connect()) {
            connection.send("GET /live/a HTTP/1.1\r\nContent-Length: 3000000\r\n\r\n" + "x".repeat(3_000_000));
            Response response = connection.response(false);
            assertThat(response.status()).isEqualTo(413);
            assertThat(response.header("connection")).isEqualTo("close");
            assertThat(connection.isClosedByServer()).isTrue();
        }
        try (HttpClientConnection connection = edge.connect()) {
            connection.send("GET /live/a HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n");
            assertThat(connection.response(false).status()).isEqualTo(413);
            assertThat(connection.isClosedByServer()).isTrue();
        }
    }

    @Test
    void aRequestLineBeyondTheBoundIsRefused() {
        try (HttpClientConnection connection = edge.connect()) {
            connection.send("GET /" + "a".repeat(100_000) + " HTTP/1.1\r\n\r\n");
            assertThat(connection.response(false).status()).isEqualTo(414);
            assertThat(connection.isClosedByServer()).isTrue();
        }
    }

    @Test
    void headersBeyondTheBoundAreRefused() {
        try (HttpClientConnection connection = edge.connect()) {
            connection.send("GET / HTTP/1.1\r\n" + ("X: " + "a".repeat(100) + "\r\n").repeat(1000) + "\r\n");
            assertThat(connection.response(false).status()).isEqualTo(431);
            assertThat(connection.isClosedByServer()).isTrue();
        }
    }

    @Test
    void whatIsNoHttpIsRefused() {
        try (HttpClientConnection connection = edge.connect().send("\u0003\u0001\u0002 hello\r\n\r\n")) {
            assertThat(connection.response(false).status()).isEqualTo(400);
            assertThat(connection.isClosedByServer()).isTrue();
        }
    }

    @Test
    void aHeadThatComesTooSlowlyClosesTheConnection() {
        try (HttpClientConnection connection = hasty.connect().send("GET / HTTP/1.1\r\nX-Slow: ")) {
            assertThat(connection.isClosedByServer()).isTrue();
        }
        try (HttpClientConnection silent = hasty.connect()) {
            assertThat(silent.isClosedByServer()).isTrue();
        }
    }

    @Test
    void aConnectionThatRestsTooLongIsClosed() {
        try (HttpClientConnection connection = hasty.connect()) {
            assertThat(connection.get("/live/none").status()).isEqualTo(404);
            assertThat(connection.isClosedByServer()).isTrue();
        }
    }

    @Test
    void requestsFollowOneAnotherOnOneConnection() {
        String key = put("kept");
        try (HttpClientConnection connection = edge.connect()) {
            for (int i = 0; i < 5; i++) {
                assertThat(connection.get("/live/" + key).text()).isEqualTo("kept");
                assertThat(connection.get("/live/none").status()).isEqualTo(404);
            }
        }
    }

    @Test
    void pipelinedRequestsAreAnsweredInOrder() {
        String one = put("one");
        String two = put("two");
        try (HttpClientConnection connection = edge.connect()) {
            connection.send(("GET /live/" + one + " HTTP/1.1\r\n\r\nHEAD /live/" + two + " HTTP/1.1\r\n\r\n"
                            + "GET /live/" + two + " HTTP/1.1\r\n\r\nOPTIONS * HTTP/1.1\r\n\r\n")
                    .repeat(20));
            for (int i = 0; i < 20; i++) {
                assertThat(connection.response(false).text()).isEqualTo("one");
                assertThat(connection.response(true).header("content-length")).isEqualTo("3");
                assertThat(connection.response(false).text()).isEqualTo("two");
                assertThat(connection.response(false).status()).isEqualTo(204);
            }
        }
    }

    @Test
    void aClientThatAsksToCloseIsToldSoAndClosed() {
        try (HttpClientConnection connection = edge.connect()) {
            Response response = connection.get("/live/" + put("last"), "Connection: close");
            assertThat(response.text()).isEqualTo("last");
            assertThat(response.header("connection")).isEqualTo("close");
            assertThat(connection.isClosedByServer()).isTrue();
        }
    }

    @Test
    void aClientOfTheFormerVersionIsServed() {
        String key = put("old");
        try (HttpClientConnection connection = edge.connect()) {
            connection.send("GET /live/" + key + " HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
            Response response = connection.response(false);
            assertThat(response.text()).isEqualTo("old");
            assertThat(response.header("connection")).isEqualTo("keep-alive");
            connection.send("GET /live/" + key + " HTTP/1.0\r\n\r\n");
            assertThat(connection.response(false).text()).isEqualTo("old");
            assertThat(connection.isClosedByServer()).isTrue();
        }
    }

    @Test
    void refusalsOfAccessSayWhyInJson() {
        try (HttpClientConnection connection = edge.connect()) {
            Response denied = connection.get("/secret/a.flv");
            assertThat(denied.status()).isEqualTo(403);
            assertThat(denied.text())
                    .isEqualTo("{\"code\":\"AccessDenied\",\"message\":\"A signature is required.\"}\n");
            Response nowhere = connection.get("/nowhere/a.m3u8");
            assertThat(nowhere.status()).isEqualTo(404);
            assertThat(nowhere.text()).contains("There is no bucket \\\"nowhere\\\".");
        }
    }

    @Test
    void allTogetherMayHaveSoManyConnectionsOnly() {
        try (TestingEdge small = new TestingEdge(cluster, "http.max-connections = 1");
                HttpClientConnection first = small.connect()) {
            assertThat(first.get("/live/none").status()).isEqualTo(404);
            try (HttpClientConnection second = small.connect()) {
                assertThat(second.isClosedByServer()).isTrue();
            }
            assertThat(small.count("millrace.edge.connections.refused")).isEqualTo(1);
            assertThat(first.get("/live/none").status()).isEqualTo(404);
            first.breakOff();
            Await.until("there is room again", () -> {
                try (HttpClientConnection again = small.connect()) {
                    return again.request("GET", "/live/none").head().status() == 404;
                } catch (java.io.UncheckedIOException e) {
                    return false;
                }
            });
        }
    }

    @Test
    void anAddressMayHaveSoManyConnectionsOnly() {
        try (TestingEdge small = new TestingEdge(cluster, "http.max-connections-per-address = 2");
                HttpClientConnection first = small.connect()) {
            assertThat(first.get("/live/none").status()).isEqualTo(404);
            try (HttpClientConnection second = small.connect()) {
                assertThat(second.get("/live/none").status()).isEqualTo(404);
                try (HttpClientConnection third = small.connect()) {
                    assertThat(third.isClosedByServer()).isTrue();
                }
            }
            Await.until("there is room again", () -> {
                try (HttpClientConnection again = small.connect()) {
                    again.request("GET", "/live/none");
                    Head head = again.head();
                    return head.status() == 404;
                } catch (java.io.UncheckedIOException e) {
                    return false;
                }
            });
        }
    }

    @Test
    void withoutAnAllowedOriginNoneIsNamed() {
        try (TestingEdge closed = new TestingEdge(cluster, "http.allow-origin = \"\"");
                HttpClientConnection connection = closed.connect()) {
            assertThat(connection.get("/live/none").header("access-control-allow-origin"))
                    .isNull();
        }
    }

    private String put(String content) {
        String key = "o" + UUID.randomUUID();
        edge.store().put("live", key, "text/plain", content.getBytes(StandardCharsets.UTF_8));
        return key;
    }
}
