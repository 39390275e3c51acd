package io.millrace.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.millrace.LeakGuard;
import io.millrace.config.ConfigurationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(LeakGuard.class)
class ServerTlsTest {
    private static final TestingCertificate FIRST = TestingCertificate.make("EC");
    private static final TestingCertificate SECOND = TestingCertificate.make("RSA");
    private static final TestingCertificate EXPIRED =
            TestingCertificate.make("EC", "-startdate", "-10d", "-validity", "5");

    @TempDir
    private Path folder;

    private final MeterRegistry registry = new SimpleMeterRegistry();

    @Test
    void newHandshakesGetAChangedCertificateAndOldConnectionsGoOn() throws Exception {
        FIRST.write(folder);
        try (ServerTls tls = start(folder);
                TestingTlsServer server = new TestingTlsServer(tls);
                TestingTlsClient old = new TestingTlsClient(server.address())) {
            assertThat(old.serverCertificate()).isEqualTo(FIRST.certificate());
            assertThat(expiry()).isEqualTo(FIRST.certificate().getNotAfter().toInstant());

            SECOND.write(folder);
            await(() -> changes("taken") == 1);

            assertThat(shownBy(server)).isEqualTo(SECOND.certificate());
            assertThat(expiry()).isEqualTo(SECOND.certificate().getNotAfter().toInstant());
            assertThat(old.echoes()).isTrue();
            assertThat(changes("refused")).isZero();
        }
    }

    @Test
    void aCertificateWithoutItsKeyIsRefusedAndTakenWhenTheKeyComes() throws Exception {
        FIRST.write(folder);
        try (ServerTls tls = start(folder);
                TestingTlsServer server = new TestingTlsServer(tls)) {
            Files.writeString(folder.resolve("tls.crt"), SECOND.certificatePem());
            await(() -> changes("refused") == 1);
            assertThat(shownBy(server)).isEqualTo(FIRST.certificate());

            Files.writeString(folder.resolve("tls.key"), SECOND.keyPem());
            await(() -> changes("taken") == 1);
            assertThat(shownBy(server)).isEqualTo(SECOND.certificate());
            assertThat(changes("refused")).as("once for one state").isEqualTo(1);
        }
    }

    @Test
    void brokenMissingAndExpiredFilesLeaveTheCertificateThatThereIs() throws Exception {
        FIRST.write(folder);
        Path certificate = folder.resolve("tls.crt");
        try (ServerTls tls = start(folder);
                TestingTlsServer server = new TestingTlsServer(tls)) {
            Files.writeString(certificate, SECOND.certificatePem().substring(0, 300));
            await(() -> changes("refused") == 1);
            Files.delete(certificate);
            await(() -> changes("refused") == 2);
            Files.write(certificate, new byte[2 << 20]);
            await(() -> changes("refused") == 3);
            EXPIRED.write(folder);
            await(() -> changes("refused") >= 4);
            assertThat(shownBy(server)).isEqualTo(FIRST.certificate());

            FIRST.write(folder);
            await(() -> changes("taken") >= 1);
            assertThat(shownBy(server)).isEqualTo(FIRST.certificate());
        }
    }

    @Test
    void aFolderThatIsSwappedByItsLinkIsSeen() throws Exception {
        Path one = Files.createDirectory(folder.resolve("..1"));
        Path two = Files.createDirectory(folder.resolve("..2"));
        FIRST.write(one);
        SECOND.write(two);
        Path data = Files.createSymbolicLink(folder.resolve("..data"), one.getFileName());
        Files.createSymbolicLink(folder.resolve("tls.crt"), Path.of("..data", "tls.crt"));
        Files.createSymbolicLink(folder.resolve("tls.key"), Path.of("..data", "tls.key"));
        try (ServerTls tls = start(folder);
                TestingTlsServer server = new TestingTlsServer(tls)) {
            Path next = Files.createSymbolicLink(folder.resolve("..tmp"), two.getFileName());
            Files.move(next, data, StandardCopyOption.ATOMIC_MOVE);
            await(() -> changes("taken") == 1);
            assertThat(shownBy(server)).isEqualTo(SECOND.certificate());
        }
    }

    @Test
    void wrongFilesStopTheStartAndNameTheKey() throws IOException {
        assertThatThrownBy(() -> start(folder))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith("millrace.tls.certificate: " + folder.resolve("tls.crt")
                        + ": it cannot be read: NoSuchFileException");
        FIRST.write(folder);
        Files.writeString(folder.resolve("tls.key"), SECOND.keyPem());
        assertThatThrownBy(() -> start(folder))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage("millrace.tls.private-key: " + folder.resolve("tls.key")
                        + ": it holds no key for EC, as the certificate has"
                        + " (expected: the certificate's private key in PEM, unencrypted)");
    }

    @Test
    void anExpiredCertificateDoesNotStopTheStart() throws Exception {
        EXPIRED.write(folder);
        try (ServerTls tls = start(folder);
                TestingTlsServer server = new TestingTlsServer(tls)) {
            assertThat(shownBy(server)).isEqualTo(EXPIRED.certificate());
        }
    }

    private ServerTls start(Path files) {
        return ServerTls.start(
                TestingCertificate.settings(files, Duration.ofMillis(100)), InstantSource.system(), registry);
    }

    private static Object shownBy(TestingTlsServer server) throws IOException {
        try (TestingTlsClient client = new TestingTlsClient(server.address())) {
            assertThat(client.echoes()).isTrue();
            return client.serverCertificate();
        }
    }

    private int changes(String result) {
        return (int) registry.get("millrace.tls.certificate.changes")
                .tag("result", result)
                .counter()
                .count();
    }

    private Instant expiry() {
        return Instant.ofEpochSecond(
                (long) registry.get("millrace.tls.certificate.expiry").gauge().value());
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("time").isLessThan(deadline);
            Thread.sleep(20);
        }
    }
}
