package io.millrace.tls;

import io.millrace.config.ConfigurationException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.function.Function;

/** The two PEM files of a listener. Reading blocks. */
final class CertificateFiles {
    private static final int MAX_BYTES = 1 << 20;

    private final TlsSettings settings;

    CertificateFiles(TlsSettings settings) {
        this.settings = settings;
    }

    /** What the files hold at one time; what cannot be read is the reason instead. */
    record Content(Part certificate, Part privateKey) {}

    /** One file's content, or why there is none. */
    record Part(String text, String problem) {
        /** Without the text, which may be a secret. */
        @Override
        public String toString() {
            return problem.isEmpty() ? "read" : problem;
        }
    }

    Content read() {
        return new Content(read(settings.certificate()), read(settings.privateKey()));
    }

    /** One file, up to a bound. */
    static Part read(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(MAX_BYTES + 1);
            return bytes.length > MAX_BYTES
                    ? new Part("", "it is larger than " + MAX_BYTES + " bytes")
                    : new Part(new String(bytes, StandardCharsets.ISO_8859_1), "");
        } catch (IOException e) {
            return new Part("", "it cannot be read: " + e.getClass().getSimpleName());
        }
    }

    /** @throws ConfigurationException if it is no certificate with its key; says in which file what is wrong */
    Identity identity(Content content) {
        List<X509Certificate> chain = parse(content.certificate(), Identity::chain, settings::wrongCertificate);
        return parse(content.privateKey(), text -> Identity.of(chain, text), settings::wrongKey);
    }

    private static <T> T parse(Part part, Function<String, T> parser, Function<String, ConfigurationException> wrong) {
        if (!part.problem().isEmpty()) {
            throw wrong.apply(part.problem());
        }
        try {
            return parser.apply(part.text());
        } catch (PemException e) {
            throw wrong.apply(e.getMessage());
        }
    }
}
