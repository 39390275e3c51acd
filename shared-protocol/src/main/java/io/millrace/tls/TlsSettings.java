package io.millrace.tls;

import io.millrace.config.ConfigurationException;
import io.millrace.config.Settings;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * What TLS listeners are set by, from {@code millrace.tls}.
 *
 * @param certificate a PEM file
 * @param privateKey a PEM file
 * @param reloadInterval how often the files are looked at
 * @param handshakeTimeout how long a handshake may take
 */
public record TlsSettings(Path certificate, Path privateKey, Duration reloadInterval, Duration handshakeTimeout) {
    private static final String SECTION = "millrace.tls";
    private static final String CERTIFICATE = "certificate";
    private static final String PRIVATE_KEY = "private-key";

    /** @return empty if no certificate is set */
    public static Optional<TlsSettings> from(Settings tls) {
        Duration reloadInterval = tls.duration("reload-interval", Duration.ofMillis(100), Duration.ofHours(1));
        Duration handshakeTimeout = tls.duration("handshake-timeout", Duration.ofMillis(100), Duration.ofMinutes(1));
        boolean certificate = !tls.text(CERTIFICATE).isEmpty();
        boolean privateKey = !tls.text(PRIVATE_KEY).isEmpty();
        if (certificate != privateKey) {
            throw tls.wrong(certificate ? PRIVATE_KEY : CERTIFICATE, "none", "a file, as the other of the two is set");
        }
        return certificate
                ? Optional.of(new TlsSettings(
                        path(tls, CERTIFICATE), path(tls, PRIVATE_KEY), reloadInterval, handshakeTimeout))
                : Optional.empty();
    }

    private static Path path(Settings tls, String key) {
        String text = tls.text(key);
        try {
            return Path.of(text).toAbsolutePath().normalize();
        } catch (InvalidPathException e) {
            throw tls.wrong(key, text, "a path");
        }
    }

    /** What is wrong with the certificate's file. */
    ConfigurationException wrongCertificate(String problem) {
        return wrong(CERTIFICATE, certificate, problem, "certificates in PEM, the server's own first");
    }

    /** What is wrong with the key's file. */
    ConfigurationException wrongKey(String problem) {
        return wrong(PRIVATE_KEY, privateKey, problem, "the certificate's private key in PEM, unencrypted");
    }

    private static ConfigurationException wrong(String key, Path file, String problem, String expected) {
        return new ConfigurationException(
                SECTION + '.' + key + ": " + file + ": " + problem + " (expected: " + expected + ")");
    }
}
