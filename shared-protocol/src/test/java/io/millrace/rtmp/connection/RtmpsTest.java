package io.millrace.rtmp.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.LeakGuard;
import io.millrace.rtmp.command.Requests;
import io.millrace.rtmp.message.MessageType;
import io.millrace.tls.ServerTls;
import io.millrace.tls.TestingCertificate;
import io.millrace.tls.TestingTlsClient;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
@ExtendWith(LeakGuard.class)
class RtmpsTest {
    private static final TestingCertificate CERTIFICATE = TestingCertificate.make("EC");

    private final BlockingQueue<PublishRequest> requests = new LinkedBlockingQueue<>();
    private final TestingPublishReceiver receiver = new TestingPublishReceiver();

    @TempDir
    private Path folder;

    private ServerTls tls;
    private TestingServer server;

    @BeforeEach
    void start() {
        tls = CERTIFICATE.serve(folder);
        server = new TestingServer(
                TestingSettings.with("handshake-timeout = 1s"),
                RtmpHandlers.publishOnly(requests::add),
                Optional.of(tls));
    }

    @AfterEach
    void stop() {
        server.close();
        tls.close();
    }

    @Test
    void aPublisherComesByTls() throws Exception {
        try (TestingClient client = new TestingClient(encrypted(new Socket("127.0.0.1", port())))) {
            assertThat(publish(client).remoteAddress().getAddress().isLoopbackAddress())
                    .isTrue();
        }
        assertThat(event()).isEqualTo("started");
        assertThat(event()).isEqualTo("VIDEO@40:1701");
    }

    @Test
    void aBalancerMayNameTheClientBeforeTheHandshake() throws Exception {
        Socket plain = new Socket("127.0.0.1", port());
        plain.getOutputStream()
                .write("PROXY TCP4 203.0.113.9 127.0.0.1 5 1936\r\n".getBytes(StandardCharsets.US_ASCII));
        try (TestingClient client = new TestingClient(encrypted(plain))) {
            assertThat(publish(client).remoteAddress().getAddress().getHostAddress())
                    .isEqualTo("203.0.113.9");
        }
    }

    @Test
    void clientsWithoutTlsOrWithHalfAHandshakeAreClosedInTime() throws IOException {
        byte[] rtmp = new byte[1537];
        rtmp[0] = 3;
        for (byte[] sent : new byte[][] {rtmp, {22, 3, 3, 1, 0, 1}, {}}) {
            try (Socket socket = new Socket("127.0.0.1", port())) {
                socket.setSoTimeout(30_000);
                socket.getOutputStream().write(sent);
                socket.getInputStream().readAllBytes();
            }
        }
        try (SSLSocket silent = encrypted(new Socket("127.0.0.1", port()))) {
            silent.setSoTimeout(30_000);
            assertThat(silent.getInputStream().read())
                    .as("after a TLS handshake without one of RTMP")
                    .isNegative();
        }
    }

    private PublishRequest publish(TestingClient client) throws Exception {
        client.handshake();
        client.send(Requests.connect(1, "live", "rtmps://127.0.0.1:" + port() + "/live"), 0);
        client.awaitCommand("_result");
        int id = client.publish("ch");
        PublishRequest request = requests.poll(30, TimeUnit.SECONDS);
        request.accept(receiver);
        assertThat(client.awaitStatus()).isEqualTo("NetStream.Publish.Start");
        client.sendMedia(MessageType.VIDEO, 40, id, new byte[] {0x17, 1});
        return request;
    }

    private static SSLSocket encrypted(Socket plain) throws IOException {
        SSLSocket socket = (SSLSocket)
                TestingTlsClient.trusting().getSocketFactory().createSocket(plain, "127.0.0.1", plain.getPort(), true);
        socket.startHandshake();
        return socket;
    }

    private int port() {
        return server.address().getPort();
    }

    private String event() throws InterruptedException {
        return receiver.events.poll(30, TimeUnit.SECONDS);
    }
}
