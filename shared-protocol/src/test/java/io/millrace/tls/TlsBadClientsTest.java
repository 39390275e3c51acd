package io.millrace.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.millrace.LeakGuard;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HexFormat;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(LeakGuard.class)
class TlsBadClientsTest {
    private static final Duration HANDSHAKE_TIMEOUT = Duration.ofMillis(500);

    /** A ClientHello (RFC 2246, section 7.4.1.2) of TLS 1.0 with one cipher suite of its time. */
    private static final byte[] TLS_1_0 =
            HexFormat.of().parseHex("160301002d" + "01000029" + "0301" + "00".repeat(32) + "00" + "0002002f" + "0100");

    private static ServerTls tls;
    private static TestingTlsServer server;

    @BeforeAll
    static void start(@TempDir Path folder) {
        TestingCertificate.make("EC").write(folder);
        TlsSettings files = TestingCertificate.settings(folder, Duration.ofHours(1));
        tls = ServerTls.start(
                new TlsSettings(files.certificate(), files.privateKey(), Duration.ofHours(1), HANDSHAKE_TIMEOUT),
                InstantSource.system(),
                new SimpleMeterRegistry());
        server = new TestingTlsServer(tls);
    }

    @AfterAll
    static void stop() {
        server.close();
        tls.close();
    }

    @Test
    void plainTextIsClosed() throws IOException {
        assertThat(endsAfter("GET / HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII)))
                .isTrue();
        assertThat(endsAfter(new byte[] {3, 0, 0, 0, 0})).isTrue();
    }

    @Test
    void garbageInAnEnvelopeOfTlsIsClosed() throws IOException {
        byte[] garbage = new byte[5 + 300];
        garbage[0] = 22;
        garbage[1] = 3;
        garbage[2] = 3;
        garbage[3] = 1;
        garbage[4] = 44;
        assertThat(endsAfter(garbage)).isTrue();
    }

    @Test
    void aClientThatBeginsAHandshakeAndWaitsIsClosedInTime() throws IOException {
        long begin = System.nanoTime();
        assertThat(endsAfter(new byte[0])).isTrue();
        assertThat(endsAfter(new byte[] {22, 3, 3, 1, 0, 1})).isTrue();
        assertThat(Duration.ofNanos(System.nanoTime() - begin))
                .isBetween(HANDSHAKE_TIMEOUT, HANDSHAKE_TIMEOUT.multipliedBy(40));
    }

    @Test
    void oldVersionsAreRefused() throws IOException {
        try (Socket socket = connect()) {
            socket.getOutputStream().write(TLS_1_0);
            // A fatal alert, protocol_version (RFC 8446, section 6).
            byte[] alert = socket.getInputStream().readNBytes(7);
            assertThat(alert).startsWith(21, 3).endsWith(2, 70);
            assertThat(ends(socket.getInputStream())).isTrue();
        }
    }

    @Test
    void ciphersWithoutAuthenticatedEncryptionAreRefused() throws IOException {
        try (SSLSocket socket = (SSLSocket) TestingTlsClient.trusting()
                .getSocketFactory()
                .createSocket(server.address().getAddress(), server.address().getPort())) {
            socket.setEnabledProtocols(new String[] {"TLSv1.2"});
            socket.setEnabledCipherSuites(new String[] {"TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA"});
            assertThatThrownBy(socket::startHandshake).isInstanceOf(SSLException.class);
        }
    }

    @Test
    void othersAreServedMeanwhile() throws IOException {
        try (Socket silent = connect();
                TestingTlsClient client = new TestingTlsClient(server.address())) {
            assertThat(silent.isConnected()).isTrue();
            assertThat(client.echoes()).isTrue();
        }
    }

    private static Socket connect() throws IOException {
        Socket socket =
                new Socket(server.address().getAddress(), server.address().getPort());
        socket.setSoTimeout(30_000);
        return socket;
    }

    private static boolean endsAfter(byte[] sent) throws IOException {
        try (Socket socket = connect()) {
            socket.getOutputStream().write(sent);
            return ends(socket.getInputStream());
        }
    }

    private static boolean ends(InputStream in) throws IOException {
        try {
            in.readAllBytes();
            return true;
        } catch (SocketException e) {
            return true;
        }
    }
}
