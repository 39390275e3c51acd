package io.millrace.systemtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.systemtest.Browser.Playback;
import io.millrace.systemtest.Browser.Player;
import io.millrace.systemtest.Ffmpeg.Coding;
import io.millrace.tls.TestingCertificate;
import io.millrace.tls.TestingTlsClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Publishers and players that come by TLS only, while the certificate changes. */
@TestInstance(Lifecycle.PER_CLASS)
class TlsTest {
    private static final Duration LENGTH = Duration.ofSeconds(4);
    private static final Duration LIMIT = Duration.ofMinutes(2);

    private TestingNode node;
    private Program publisher;
    private Path files;

    @BeforeAll
    void publish(@TempDir Path directory) throws IOException {
        files = Files.createDirectory(directory.resolve("tls"));
        TestingCertificate.make("EC").write(files);
        node = TestingNode.start(directory.resolve("data"), options(files));
        publisher = Ffmpeg.publish(Coding.H264, node.address("rtmps") + "/live/show", Duration.ofHours(1));
        Hls.awaitSegments(node.http() + "/live/show.m3u8", 2, LIMIT);
    }

    private static String[] options(Path files) {
        return new String[] {
            "-Dmillrace.tls.certificate=" + files.resolve("tls.crt"),
            "-Dmillrace.tls.private-key=" + files.resolve("tls.key"),
            "-Dmillrace.tls.reload-interval=200ms"
        };
    }

    @AfterAll
    void stop() {
        if (publisher != null) {
            publisher.close();
        }
        if (node != null) {
            node.close();
        }
    }

    private String https(String path) {
        return node.address("https") + "/live/" + path;
    }

    @Test
    void curlGetsPlaylistAndSegmentsOverHttp2() {
        String playlist = curl("--http2", https("show.m3u8"));
        assertThat(playlist).startsWith("#EXTM3U").endsWith("\n2 200");
        String segment = playlist.lines()
                .filter(line -> line.endsWith(".ts"))
                .reduce((one, next) -> next)
                .orElseThrow();
        assertThat(curl("--http2", "--output", "/dev/null", https(segment))).isEqualTo("\n2 200");
        assertThat(curl("--http1.1", "--output", "/dev/null", https(segment))).isEqualTo("\n1.1 200");
        assertThat(curl("--http2", "--output", "/dev/null", https("none.flv"))).isEqualTo("\n2 404");
    }

    private static String curl(String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                "curl",
                "--silent",
                "--insecure",
                "--max-time",
                "20",
                "--write-out",
                "\\n%{http_version} %{http_code}"));
        command.addAll(List.of(arguments));
        return Program.run("curl", command, Map.of(), LIMIT);
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void hlsJsPlaysByTls() {
        assertPlays(Browser.play(Player.HLS, https("show.m3u8"), LENGTH));
    }

    @Test
    void aClientThatBeginsAnotherHandshakeOnItsConnectionIsRefused() throws IOException {
        for (String listener : List.of("https", "rtmps")) {
            URI address = URI.create(node.address(listener));
            try (SSLSocket socket = (SSLSocket)
                    TestingTlsClient.trusting().getSocketFactory().createSocket(address.getHost(), address.getPort())) {
                socket.setSoTimeout((int) LIMIT.toMillis());
                // Renegotiation has gone with TLS 1.3.
                socket.setEnabledProtocols(new String[] {"TLSv1.2"});
                socket.startHandshake();
                socket.startHandshake();
                assertThatThrownBy(() -> socket.getInputStream().read())
                        .as(listener)
                        .isInstanceOf(SSLHandshakeException.class)
                        .hasMessageContaining("handshake_failure");
            }
        }
        assertThat(curl("--http1.1", "--output", "/dev/null", "--tls-max", "1.2", https("show.m3u8")))
                .isEqualTo("\n1.1 200");
        assertThat(publisher.isAlive()).as(publisher.output()).isTrue();
    }

    private static void assertPlays(Playback playback) {
        assertThat(playback.started()).as(playback.report()).isTrue();
        assertThat(playback.lastTime() - playback.firstTime())
                .as(playback.report())
                .isGreaterThan(LENGTH.toSeconds() * 0.6);
        assertThat(playback.report()).contains("\"errors\":[]");
    }

    @Test
    void theCertificateChangesUnderViewersAndPublishers() throws IOException {
        X509Certificate before = certificate();
        try (Program rtmps = Ffmpeg.startDecoding(node.address("rtmps") + "/live/show", LENGTH);
                Program flv = Ffmpeg.startDecoding(https("show.flv"), LENGTH);
                Program hls = Ffmpeg.startDecoding(https("show.m3u8"), LENGTH)) {
            Await.until("the viewers have come", LIMIT, () -> viewers() == 2);
            TestingCertificate next = TestingCertificate.make("RSA");
            // One file after the other, as they come in practice.
            Files.writeString(files.resolve("tls.key"), next.keyPem());
            Files.writeString(files.resolve("tls.crt"), next.certificatePem().substring(0, 200));
            Files.writeString(files.resolve("tls.crt"), next.certificatePem());
            Await.until("the new certificate", LIMIT, () -> certificate().equals(next.certificate()));
            for (Program viewer : List.of(rtmps, flv, hls)) {
                viewer.awaitSuccess(LIMIT);
                assertThat(viewer.output()).as("complaints of a viewer").isEmpty();
            }
        }
        assertThat(certificate().getSerialNumber()).isNotEqualTo(before.getSerialNumber());
        assertThat(publisher.isAlive()).as(publisher.output()).isTrue();
        assertThat(publisher.output()).doesNotContain("rror");
    }

    private X509Certificate certificate() {
        URI https = URI.create(node.address("https"));
        try (TestingTlsClient client = new TestingTlsClient(new InetSocketAddress(https.getHost(), https.getPort()))) {
            return client.serverCertificate();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private long viewers() {
        byte[] metrics = Hls.get(node.management() + "/metrics").body();
        return new String(metrics, StandardCharsets.UTF_8)
                .lines()
                .filter(line -> line.startsWith("millrace_edge_viewers "))
                .mapToLong(line -> (long) Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    @Test
    void aKeyThatIsNotTheCertificatesStopsTheStart(@TempDir Path directory) throws IOException {
        Path wrong = Files.createDirectory(directory.resolve("tls"));
        TestingCertificate.make("EC").write(wrong);
        Files.writeString(
                wrong.resolve("tls.key"), TestingCertificate.make("EC").keyPem());
        List<String> arguments = new ArrayList<>(
                List.of("--check", "--data", directory.resolve("data").toString(), "--"));
        arguments.addAll(List.of(options(wrong)));
        try (Program check = Program.start("node", TestingNode.command(arguments), TestingNode.environment())) {
            assertThat(check.awaitExit(LIMIT)).as(check.output()).isEqualTo(2);
        }
        arguments.remove("--check");
        try (Program start = Program.start("node", TestingNode.command(arguments), TestingNode.environment())) {
            assertThat(start.awaitExit(LIMIT)).isEqualTo(2);
            assertThat(start.output())
                    .contains("millrace: millrace.tls.private-key: " + wrong.resolve("tls.key")
                            + ": its key is not that of the certificate");
        }
    }
}
