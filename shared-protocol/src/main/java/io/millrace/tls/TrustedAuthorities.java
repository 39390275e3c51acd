package io.millrace.tls;

import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/**
 * Whose certificates a client of TLS takes: those that the JDK knows, and own ones.
 *
 * @param own besides the JDK's
 */
public record TrustedAuthorities(List<X509Certificate> own) {
    public TrustedAuthorities {
        own = List.copyOf(own);
    }

    /**
     * Reads own ones from a PEM file; blocks.
     *
     * @param file empty for none
     * @throws IllegalArgumentException if it cannot be read, or holds no certificate; says what is wrong in a few words
     */
    public static TrustedAuthorities read(String file) {
        if (file.isEmpty()) {
            return new TrustedAuthorities(List.of());
        }
        CertificateFiles.Part part = CertificateFiles.read(Path.of(file));
        if (!part.problem().isEmpty()) {
            throw new IllegalArgumentException(part.problem());
        }
        try {
            return new TrustedAuthorities(certificates(part.text()));
        } catch (PemException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    private static List<X509Certificate> certificates(String pem) {
        List<X509Certificate> certificates = PemBlock.parse(pem).stream()
                .filter(block -> block.label().equals("CERTIFICATE"))
                .map(Identity::certificate)
                .toList();
        if (certificates.isEmpty()) {
            throw new PemException("it holds no certificate");
        }
        return certificates;
    }

    /** What makes the TLS handlers of clients; they still have to be told to check the host's name. */
    public SslContext clientContext() {
        try {
            SslContextBuilder builder = SslContextBuilder.forClient().sslProvider(SslProvider.JDK);
            return own.isEmpty()
                    ? builder.build()
                    : builder.trustManager(all().toArray(X509Certificate[]::new))
                            .build();
        } catch (SSLException | GeneralSecurityException e) {
            throw new IllegalStateException("TLS is not to be had", e);
        }
    }

    private List<X509Certificate> all() throws GeneralSecurityException {
        TrustManagerFactory known = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        known.init((KeyStore) null);
        List<X509Certificate> all = new ArrayList<>(own);
        for (TrustManager manager : known.getTrustManagers()) {
            if (manager instanceof X509TrustManager authorities) {
                all.addAll(List.of(authorities.getAcceptedIssuers()));
            }
        }
        return all;
    }

    @Override
    public String toString() {
        return own.size() + " besides the JDK's";
    }
}
