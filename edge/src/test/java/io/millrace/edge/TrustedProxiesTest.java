package io.millrace.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.LeakGuard;
import io.millrace.tls.ServerTls;
import io.millrace.tls.TestingCertificate;
import io.millrace.tls.TestingTlsClient;
import io.netty.buffer.ByteBufUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whom requests are of when they come from proxies, and from who only says so. */
@Timeout(60)
@TestInstance(Lifecycle.PER_CLASS)
@ExtendWith(LeakGuard.class)
class TrustedProxiesTest {
    private static final String TRUSTED = "http.trusted-proxies = [\"127.0.0.0/8\", \"10.0.0.0/8\"]";
    private static final String FIRST = "PROXY TCP4 203.0.113.7 10.0.0.1 4444 8080\r\n";
    private static final String SECOND = "PROXY TCP4 203.0.113.8 10.0.0.1 4445 8080\r\n";
    private static final String V2 =
            "0d0a0d0a000d0a515549540a" + "2111000c" + "cb007107" + "0a000001" + "115c" + "1f90";
    private static final String GET = "GET /live/none.jpg HTTP/1.1\r\nHost: localhost\r\n\r\n";
    private static final InetSocketAddress CLIENT = new InetSocketAddress("203.0.113.7", 4444);

    private final TestingCluster cluster = new TestingCluster();
    private ServerTls tls;
    private TestingEdge edge;

    @BeforeAll
    void start(@TempDir Path folder) {
        tls = TestingCertificate.make("EC").serve(folder);
        edge = new TestingEdge(cluster, TRUSTED, Optional.of(tls));
    }

    @AfterAll
    void stop() {
        edge.close();
        cluster.close();
        tls.close();
    }

    private InetSocketAddress clientOf(byte[] header, boolean slowly) {
        try (HttpClientConnection connection = edge.connect()) {
            String raw = new String(header, StandardCharsets.ISO_8859_1) + GET;
            if (slowly) {
                raw.chars().forEach(octet -> connection.send(Character.toString(octet)));
            } else {
                connection.send(raw);
            }
            assertThat(connection.response(false).status()).isEqualTo(404);
            assertThat(connection.get("/live/none").status()).isEqualTo(404);
            return edge.access().client();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aHeaderOfTheProxyProtocolNamesTheClient(boolean slowly) {
        assertThat(clientOf(FIRST.getBytes(StandardCharsets.US_ASCII), slowly)).isEqualTo(CLIENT);
        assertThat(clientOf(ByteBufUtil.decodeHexDump(V2), slowly)).isEqualTo(CLIENT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "PROXY UNKNOWN\r\n"})
    void withoutAnAddressTheProxyItselfIsTheClient(String header) {
        assertThat(clientOf(header.getBytes(StandardCharsets.US_ASCII), false).getAddress())
                .isEqualTo(InetAddress.getLoopbackAddress());
    }

    @ParameterizedTest
    @CsvSource({
        "203.0.113.9, 203.0.113.9",
        "'127.0.0.1, 203.0.113.9', 203.0.113.9",
        "'198.51.100.1, 203.0.113.9, 10.1.2.3', 203.0.113.9",
        "nobody, 127.0.0.1",
    })
    void aProxysRequestIsOfTheLastHopThatIsNone(String forwarded, String client) {
        try (HttpClientConnection connection = edge.connect()) {
            connection.get("/live/none", "X-Forwarded-For: " + forwarded);
            assertThat(edge.access().client().getAddress().getHostAddress()).isEqualTo(client);
        }
    }

    @Test
    void severalHeadersAreOneList() {
        try (HttpClientConnection connection = edge.connect()) {
            connection.get("/live/none", "X-Forwarded-For: 203.0.113.9", "X-Forwarded-For: 203.0.113.10");
            assertThat(edge.access().client().getAddress().getHostAddress()).isEqualTo("203.0.113.10");
        }
    }

    @Test
    void whomAProxyHasNamedIsNotBelievedWhatItForwards() {
        try (HttpClientConnection connection = edge.connect()) {
            connection.send(FIRST).get("/live/none", "X-Forwarded-For: 10.0.0.1");
            assertThat(edge.access().client()).isEqualTo(CLIENT);
        }
    }

    @Test
    void nobodyElseIsBelieved() {
        try (TestingEdge other = new TestingEdge(cluster, "http.trusted-proxies = [\"10.0.0.0/8\"]")) {
            try (HttpClientConnection forging = other.connect()) {
                forging.get("/live/none", "X-Forwarded-For: 203.0.113.9");
                assertThat(other.access().client().getAddress()).isEqualTo(InetAddress.getLoopbackAddress());
            }
            try (HttpClientConnection forging = other.connect()) {
                assertThat(forging.send(FIRST + GET).response(false).status()).isEqualTo(400);
            }
        }
    }

    @Test
    void aMalformedHeaderAndSilenceEndTheConnection() {
        try (TestingEdge impatient = new TestingEdge(cluster, TRUSTED + ", http.request-timeout = 500 ms");
                HttpClientConnection malformed = edge.connect();
                HttpClientConnection silent = impatient.connect();
                HttpClientConnection half = impatient.connect()) {
            malformed.send("PROXY TCP4 nonsense\r\n");
            half.send("PROXY TCP4 203.0.113");
            assertThat(malformed.isClosedByServer()).isTrue();
            assertThat(silent.isClosedByServer()).isTrue();
            assertThat(half.isClosedByServer()).isTrue();
        }
    }

    @Test
    void connectionsAreCountedByTheClientThatIsNamedAndAProxysOwnAreNot() {
        try (TestingEdge small = new TestingEdge(cluster, TRUSTED + ", http.max-connections-per-address = 1");
                HttpClientConnection first = small.connect();
                HttpClientConnection second = small.connect();
                HttpClientConnection other = small.connect();
                HttpClientConnection plain = small.connect();
                HttpClientConnection plainToo = small.connect()) {
            assertThat(first.send(FIRST).get("/live/none").status()).isEqualTo(404);
            assertThat(second.send(FIRST).isClosedByServer()).isTrue();
            assertThat(other.send(SECOND).get("/live/none").status()).isEqualTo(404);
            assertThat(plain.get("/live/none").status()).isEqualTo(404);
            assertThat(plainToo.get("/live/none").status()).isEqualTo(404);
        }
    }

    @Test
    void theHeaderComesBeforeTls() throws Exception {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), httpsPort())) {
            socket.getOutputStream().write(FIRST.getBytes(StandardCharsets.US_ASCII));
            try (SSLSocket encrypted = (SSLSocket) TestingTlsClient.trusting()
                    .getSocketFactory()
                    .createSocket(socket, "localhost", httpsPort(), true)) {
                encrypted.setSoTimeout(10_000);
                encrypted.getOutputStream().write(GET.getBytes(StandardCharsets.US_ASCII));
                byte[] answer = encrypted.getInputStream().readNBytes("HTTP/1.1 404".length());
                assertThat(new String(answer, StandardCharsets.US_ASCII)).isEqualTo("HTTP/1.1 404");
            }
        }
        assertThat(edge.access().client()).isEqualTo(CLIENT);
    }

    @ParameterizedTest
    @EnumSource
    void requestsAreForwardedOverTlsInEveryVersion(Version version) throws Exception {
        HttpClient client = HttpClient.newBuilder()
                .sslContext(TestingTlsClient.trusting())
                .version(version)
                .build();
        HttpRequest request = HttpRequest.newBuilder(URI.create("https://localhost:" + httpsPort() + "/live/none"))
                .header("X-Forwarded-For", "203.0.113.9")
                .build();
        assertThat(client.send(request, BodyHandlers.discarding()).version()).isEqualTo(version);
        assertThat(edge.access().client().getAddress().getHostAddress()).isEqualTo("203.0.113.9");
    }

    private int httpsPort() {
        return edge.edge().httpsPort().getAsInt();
    }
}
