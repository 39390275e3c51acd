package io.millrace.webhook;

import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** Says for a person why a receiver's TLS was not to be had. */
final class HandshakeFailure {
    private static final int MAX_CAUSES = 10;

    private HandshakeFailure() {}

    /** @param host that was asked for */
    static String reason(Throwable failure, String host) {
        List<Throwable> causes = Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
                .limit(MAX_CAUSES)
                .toList();
        if (causes.stream().anyMatch(HandshakeFailure::isOfTime)) {
            return "its certificate has expired, or is not valid yet";
        }
        if (causes.stream().anyMatch(HandshakeFailure::isOfTrust)) {
            return "its certificate is not trusted, see millrace.webhook.trusted-certificates";
        }
        if (causes.stream().anyMatch(HandshakeFailure::isOfName)) {
            return "its certificate is not for " + host;
        }
        return "the TLS handshake failed";
    }

    private static boolean isOfTime(Throwable cause) {
        return cause instanceof CertificateExpiredException || cause instanceof CertificateNotYetValidException;
    }

    private static boolean isOfTrust(Throwable cause) {
        return cause instanceof CertPathBuilderException || cause instanceof CertPathValidatorException;
    }

    /** What the JDK throws for names; all else that it finds in certificates has classes or causes of its own. */
    private static boolean isOfName(Throwable cause) {
        return cause.getClass() == CertificateException.class && cause.getCause() == null;
    }
}
