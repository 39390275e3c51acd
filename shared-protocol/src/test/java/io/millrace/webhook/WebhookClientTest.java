package io.millrace.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.config.ConfigurationException;
import io.millrace.tls.TestingCertificate;
import io.millrace.webhook.PostResult.Answered;
import io.millrace.webhook.PostResult.Failed;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WebhookClientTest {
    private static final byte[] BODY = "{}".getBytes(StandardCharsets.UTF_8);

    private final TestingReceiver receiver = new TestingReceiver();
    private final List<AutoCloseable> open = new ArrayList<>(List.of(receiver));

    @AfterEach
    void stop() throws Exception {
        for (AutoCloseable each : open) {
            each.close();
        }
    }

    private WebhookClient client(String settings) {
        WebhookClient client = new WebhookClient(TestingWebhooks.settings(settings));
        open.add(client);
        return client;
    }

    private static PostResult post(WebhookClient client, String url, int timeoutMillis) throws Exception {
        return client.post(new PostRequest(URI.create(url), Map.of(), BODY, Duration.ofMillis(timeoutMillis)))
                .toCompletableFuture()
                .get(30, TimeUnit.SECONDS);
    }

    /** Sends these bytes to whoever connects, and goes on as long as it can. */
    private int raw(String first, String rest) throws Exception {
        ServerSocket server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        open.add(server);
        Thread thread = new Thread(() -> {
            try (Socket socket = server.accept()) {
                socket.getInputStream().read(new byte[1024]);
                OutputStream out = socket.getOutputStream();
                out.write(first.getBytes(StandardCharsets.ISO_8859_1));
                out.flush();
                while (!rest.isEmpty()) {
                    out.write(rest.getBytes(StandardCharsets.ISO_8859_1));
                }
                socket.getInputStream().read();
            } catch (java.io.IOException e) {
                Thread.currentThread().interrupt();
            }
        });
        thread.setDaemon(true);
        thread.start();
        return server.getLocalPort();
    }

    @Test
    void theAnswerComesBackWithItsStatus() throws Exception {
        receiver.on((event, exchange) -> {
            assertThat(event.path()).isEqualTo("/hook?key=1");
            TestingReceiver.answer(exchange, 201, "fine");
        });
        assertThat(post(client(""), receiver.url("/hook?key=1"), 5000))
                .isEqualTo(new Answered(201, "fine".getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void aReceiverThatHangsIsCutByTheTimeOut() throws Exception {
        int port = raw("", "");
        assertThat(post(client(""), "http://127.0.0.1:" + port + "/", 200))
                .isEqualTo(new Failed("no answer within 200 ms"));
    }

    @Test
    void aReceiverThatDripsIsCutByTheTimeOut() throws Exception {
        int port = raw("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n0", "");
        assertThat(post(client(""), "http://127.0.0.1:" + port + "/", 200))
                .isEqualTo(new Failed("no answer within 200 ms"));
    }

    @Test
    void anEndlessAnswerIsCut() throws Exception {
        int port = raw("HTTP/1.1 200 OK\r\n\r\n", "0".repeat(1000));
        assertThat(post(client(""), "http://127.0.0.1:" + port + "/", 5000))
                .isEqualTo(new Failed("the answer is longer than 65536 bytes"));
    }

    @Test
    void endlessHeadersAreCut() throws Exception {
        int port = raw("HTTP/1.1 200 OK\r\n", "X-Y: " + "z".repeat(500) + "\r\n");
        assertThat(post(client(""), "http://127.0.0.1:" + port + "/", 5000))
                .isEqualTo(new Failed("the answer is not HTTP"));
    }

    @Test
    void rubbishIsAFailure() throws Exception {
        int port = raw("\u0000\u0001\u0002 rubbish\r\n\r\n", "");
        assertThat(post(client(""), "http://127.0.0.1:" + port + "/", 5000))
                .isEqualTo(new Failed("the answer is not HTTP"));
    }

    @Test
    void aReceiverThatIsNotThereIsAFailure() throws Exception {
        receiver.kill();
        assertThat(post(client(""), receiver.url("/"), 5000)).isEqualTo(new Failed("no connection"));
    }

    @Test
    void redirectsAreNotFollowed() throws Exception {
        AtomicInteger calls = new AtomicInteger();
        receiver.on((event, exchange) -> {
            calls.incrementAndGet();
            exchange.getResponseHeaders().set("Location", receiver.url("/other"));
            TestingReceiver.answer(exchange, 307, "");
        });
        PostResult result = post(client(""), receiver.url("/"), 5000);
        assertThat(((Answered) result).status()).isEqualTo(307);
        assertThat(calls).hasValue(1);
    }

    @Test
    void internalAddressesAreRefusedByDefaultHoweverTheyAreWritten() throws Exception {
        WebhookClient client = client("allow-networks = []");
        for (String host : List.of("127.0.0.1", "[::1]", "localhost", "[::ffff:127.0.0.1]", "169.254.169.254")) {
            assertThat(post(client, "http://" + host + ":" + receiver.port() + "/", 5000))
                    .as(host)
                    .isEqualTo(new Failed("its address is internal, and not in millrace.webhook.allow-networks"));
        }
        assertThat(receiver.events()).isEmpty();
    }

    @Test
    void aNameIsLookedUpOnceAndTheCheckedAddressIsConnectedTo() throws Exception {
        AtomicInteger lookups = new AtomicInteger();
        // First an allowed address, then one that is not: a second look-up would reach it.
        HostResolver rebinding = host -> GlobalEventExecutor.INSTANCE.newSucceededFuture(
                List.of(address(lookups.incrementAndGet() == 1 ? "127.0.0.1" : "127.0.0.2")));
        WebhookClient client =
                new WebhookClient(TestingWebhooks.settings("allow-networks = [\"127.0.0.1/32\"]"), loop -> rebinding);
        open.add(client);
        assertThat(post(client, "http://receiver.example:" + receiver.port() + "/", 5000))
                .isInstanceOf(Answered.class);
        assertThat(lookups).hasValue(1);
        assertThat(post(client, "http://receiver.example:" + receiver.port() + "/", 5000))
                .isEqualTo(new Failed("its address is internal, and not in millrace.webhook.allow-networks"));
    }

    private static InetAddress address(String text) {
        try {
            return InetAddress.getByName(text);
        } catch (java.net.UnknownHostException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aPlainPortIsNoTls() throws Exception {
        int port = raw("HTTP/1.1 400 Bad Request\r\n\r\n", "");
        assertThat(post(client(""), "https://127.0.0.1:" + port + "/", 5000))
                .isEqualTo(new Failed("the TLS handshake failed"));
    }

    @Test
    void onlySoManyEventsAreOnTheirWayAtATime() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        receiver.on((event, exchange) -> {
            try {
                release.await();
                TestingReceiver.answer(exchange, 200, "");
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        WebhookClient client = client("max-sends = 2");
        PostRequest request = new PostRequest(URI.create(receiver.url("/")), Map.of(), BODY, Duration.ofSeconds(20));
        CompletionStage<PostResult> first = client.postLater(request);
        CompletionStage<PostResult> second = client.postLater(request);
        assertThat(client.postLater(request).toCompletableFuture().join())
                .isEqualTo(new Failed("too many events are on their way"));
        release.countDown();
        assertThat(first.toCompletableFuture().get(30, TimeUnit.SECONDS)).isInstanceOf(Answered.class);
        assertThat(second.toCompletableFuture().get(30, TimeUnit.SECONDS)).isInstanceOf(Answered.class);
        assertThat(client.postLater(request).toCompletableFuture().get(30, TimeUnit.SECONDS))
                .isInstanceOf(Answered.class);
    }

    private TestingReceiver secure(TestingCertificate certificate) {
        TestingReceiver secure =
                new TestingReceiver(InetAddress.getLoopbackAddress(), Optional.of(certificate.serverContext()));
        open.add(secure);
        return secure.on((event, exchange) -> {
            secure.events().add(event);
            TestingReceiver.answer(exchange, 200, "0");
        });
    }

    /** What trusts the authority of this certificate. */
    private static String trusting(Path folder, TestingCertificate certificate) throws Exception {
        Path file = Files.writeString(folder.resolve("trusted.pem"), certificate.authorityPem());
        return "trusted-certificates = \"" + file + '"';
    }

    @Test
    void certificatesOfOwnAuthoritiesAreTakenForTheirHostsOnly(@TempDir Path folder) throws Exception {
        TestingCertificate certificate = TestingCertificate.makeSigned("EC");
        TestingReceiver secure = secure(certificate);
        WebhookClient client = new WebhookClient(
                TestingWebhooks.settings(trusting(folder, certificate)),
                loop -> host -> GlobalEventExecutor.INSTANCE.newSucceededFuture(List.of(address("127.0.0.1"))));
        open.add(client);
        assertThat(post(client, secure.url("/"), 5000)).isEqualTo(new Answered(200, new byte[] {'0'}));
        assertThat(post(client, "https://localhost:" + secure.port() + "/", 5000))
                .isInstanceOf(Answered.class);
        assertThat(post(client, "https://receiver.example:" + secure.port() + "/", 5000))
                .isEqualTo(new Failed("its certificate is not for receiver.example"));
        assertThat(post(client, "https://127.0.0.2:" + secure.port() + "/", 5000))
                .isEqualTo(new Failed("its certificate is not for 127.0.0.2"));
        assertThat(secure.events()).hasSize(2);
    }

    @Test
    void certificatesOfOthersAreRefused(@TempDir Path folder) throws Exception {
        TestingCertificate certificate = TestingCertificate.make("EC");
        TestingReceiver secure = secure(certificate);
        String reason = "its certificate is not trusted, see millrace.webhook.trusted-certificates";
        assertThat(post(client(""), secure.url("/"), 5000)).isEqualTo(new Failed(reason));
        TestingCertificate other = TestingCertificate.make("EC");
        assertThat(post(client(trusting(folder, other)), secure.url("/"), 5000)).isEqualTo(new Failed(reason));
        assertThat(secure.events()).isEmpty();

        // One that has signed its own is trusted if it is named itself.
        assertThat(post(client(trusting(folder, certificate)), secure.url("/"), 5000))
                .isInstanceOf(Answered.class);
    }

    @Test
    void anExpiredCertificateIsRefused(@TempDir Path folder) throws Exception {
        TestingCertificate expired = TestingCertificate.makeSigned("EC", "-startdate", "-10d", "-validity", "5");
        assertThat(post(client(trusting(folder, expired)), secure(expired).url("/"), 5000))
                .isEqualTo(new Failed("its certificate has expired, or is not valid yet"));
    }

    @Test
    void internalAddressesStayRefusedOverTls(@TempDir Path folder) throws Exception {
        TestingCertificate certificate = TestingCertificate.make("EC");
        TestingReceiver secure = secure(certificate);
        assertThat(post(client("allow-networks = []," + trusting(folder, certificate)), secure.url("/"), 5000))
                .isEqualTo(new Failed("its address is internal, and not in millrace.webhook.allow-networks"));
        assertThat(secure.events()).isEmpty();
    }

    @Test
    void aFileWithoutCertificatesIsAWrongSetting(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("trusted.pem");
        String setting = "trusted-certificates = \"" + file + '"';
        String begin = "millrace.webhook.trusted-certificates: " + file + ": ";
        assertThatThrownBy(() -> TestingWebhooks.settings(setting))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith(begin + "it cannot be read: NoSuchFileException (expected: ");
        Files.writeString(file, "nothing of that kind");
        assertThatThrownBy(() -> TestingWebhooks.settings(setting))
                .hasMessageStartingWith(begin + "it holds no certificate (expected: ");
        Files.writeString(file, "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");
        assertThatThrownBy(() -> TestingWebhooks.settings(setting))
                .hasMessageStartingWith(begin + "it holds a certificate that cannot be read (expected: ");
    }
}
