package io.millrace.tls;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** A certificate for 127.0.0.1 and localhost with its key, made by the JDK's keytool. */
public final class TestingCertificate {
    private static final String PASSWORD = "password";

    private final List<X509Certificate> chain;
    private final PrivateKey key;

    private TestingCertificate(KeyStore store) throws GeneralSecurityException {
        this.chain = Arrays.stream(store.getCertificateChain("server"))
                .map(X509Certificate.class::cast)
                .toList();
        this.key = (PrivateKey) store.getKey("server", PASSWORD.toCharArray());
    }

    /**
     * One signed by itself.
     *
     * @param algorithm as keytool calls it, {@code EC} for instance
     * @param more options of keytool
     */
    public static TestingCertificate make(String algorithm, String... more) {
        return make(algorithm, false, more);
    }

    /** One signed by an authority of its own, which is in the chain. */
    public static TestingCertificate makeSigned(String algorithm, String... more) {
        List<String> options = new ArrayList<>(List.of("-signer", "authority"));
        options.addAll(List.of(more));
        return make(algorithm, true, options.toArray(String[]::new));
    }

    private static TestingCertificate make(String algorithm, boolean authority, String... more) {
        try {
            Path folder = Files.createTempDirectory("certificate");
            Path file = folder.resolve("keys.p12");
            try {
                if (authority) {
                    keytool(file, "authority", "EC", "-ext", "bc:c");
                }
                List<String> options = new ArrayList<>(List.of("-ext", "san=ip:127.0.0.1,dns:localhost"));
                options.addAll(List.of(more));
                keytool(file, "server", algorithm, options.toArray(String[]::new));
                return new TestingCertificate(KeyStore.getInstance(file.toFile(), PASSWORD.toCharArray()));
            } finally {
                Files.deleteIfExists(file);
                Files.delete(folder);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static void keytool(Path file, String name, String algorithm, String... more) throws IOException {
        Path program = Path.of(System.getProperty("java.home"), "bin", "keytool");
        List<String> command = new ArrayList<>(List.of(
                program.toString(),
                "-genkeypair",
                "-alias",
                name,
                "-keyalg",
                algorithm,
                "-dname",
                "CN=" + name,
                "-storepass",
                PASSWORD,
                "-keystore",
                file.toString(),
                "-J-XX:TieredStopAtLevel=1"));
        command.addAll(List.of(more));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes());
        try {
            if (process.waitFor() != 0) {
                throw new AssertionError(said);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    public X509Certificate certificate() {
        return chain.get(0);
    }

    List<X509Certificate> chain() {
        return chain;
    }

    PrivateKey key() {
        return key;
    }

    public String certificatePem() {
        return chain.stream().map(TestingCertificate::encoded).collect(Collectors.joining());
    }

    /** Of who has signed it. */
    public String authorityPem() {
        return encoded(chain.get(chain.size() - 1));
    }

    /** A server's side of this certificate, for the JDK's servers. */
    public SSLContext serverContext() {
        try {
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            store.setKeyEntry("server", key, PASSWORD.toCharArray(), chain.toArray(Certificate[]::new));
            KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(store, PASSWORD.toCharArray());
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), null, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String encoded(Certificate certificate) {
        try {
            return pem("CERTIFICATE", certificate.getEncoded());
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    public String keyPem() {
        return pem("PRIVATE KEY", key.getEncoded());
    }

    static String pem(String label, byte[] content) {
        return "-----BEGIN " + label + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content) + "\n-----END " + label
                + "-----\n";
    }

    /** Writes {@code tls.crt} and {@code tls.key}. */
    public void write(Path folder) {
        try {
            Files.writeString(folder.resolve("tls.crt"), certificatePem());
            Files.writeString(folder.resolve("tls.key"), keyPem());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What reads the files that {@link #write} has written. */
    public static TlsSettings settings(Path folder, Duration reloadInterval) {
        return new TlsSettings(
                folder.resolve("tls.crt"), folder.resolve("tls.key"), reloadInterval, Duration.ofSeconds(10));
    }

    /** Listeners' side of this certificate, from files in a folder. */
    public ServerTls serve(Path folder) {
        write(folder);
        return ServerTls.start(
                settings(folder, Duration.ofHours(1)),
                InstantSource.system(),
                new io.micrometer.core.instrument.simple.SimpleMeterRegistry());
    }
}
