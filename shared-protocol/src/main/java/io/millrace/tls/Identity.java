package io.millrace.tls;

import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Who a listener is: a certificate with those of the authorities above it, and its key. They belong together.
 *
 * @param chain the server's own first, each signed by the next
 */
record Identity(List<X509Certificate> chain, PrivateKey key) {
    private static final int CHALLENGE_BYTES = 32;

    Identity {
        chain = List.copyOf(chain);
    }

    /**
     * Reads a certificate's file.
     *
     * @throws PemException if it holds none, or a chain of which one has not signed the one before
     */
    static List<X509Certificate> chain(String pem) {
        List<X509Certificate> chain = new ArrayList<>();
        for (PemBlock block : PemBlock.parse(pem)) {
            if (block.label().equals("CERTIFICATE")) {
                chain.add(certificate(block));
            }
        }
        if (chain.isEmpty()) {
            throw new PemException("it holds no certificate");
        }
        for (int i = 1; i < chain.size(); i++) {
            if (!isSigned(chain.get(i - 1), chain.get(i))) {
                throw new PemException("certificate " + (i + 1) + " is not of the authority that has signed " + i);
            }
        }
        return chain;
    }

    private static boolean isSigned(X509Certificate certificate, X509Certificate authority) {
        try {
            certificate.verify(authority.getPublicKey());
            return true;
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    /** @throws PemException if it cannot be read */
    static X509Certificate certificate(PemBlock block) {
        try {
            return (X509Certificate) CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(block.content()));
        } catch (CertificateException e) {
            throw new PemException("it holds a certificate that cannot be read");
        }
    }

    /**
     * Reads a key's file.
     *
     * @throws PemException if it does not hold the key of the chain's first certificate
     */
    static Identity of(List<X509Certificate> chain, String keyPem) {
        PublicKey owner = chain.get(0).getPublicKey();
        List<PemBlock> keys =
                PemBlock.parse(keyPem).stream().filter(PrivateKeys::isKey).toList();
        if (keys.isEmpty()) {
            throw new PemException("it holds no private key");
        }
        PrivateKey key = PrivateKeys.read(keys.get(0), owner);
        if (!belongTogether(owner, key)) {
            throw new PemException("its key is not that of the certificate");
        }
        return new Identity(chain, key);
    }

    private static boolean belongTogether(PublicKey owner, PrivateKey key) {
        byte[] challenge = new byte[CHALLENGE_BYTES];
        new SecureRandom().nextBytes(challenge);
        try {
            Signature signature = Signature.getInstance(signatureAlgorithm(owner));
            signature.initSign(key);
            signature.update(challenge);
            byte[] answer = signature.sign();
            signature.initVerify(owner);
            signature.update(challenge);
            return signature.verify(answer);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    private static String signatureAlgorithm(PublicKey owner) {
        return switch (owner.getAlgorithm()) {
            case "RSA" -> "SHA256withRSA";
            case "EC" -> "SHA256withECDSA";
            case "EdDSA", "Ed25519" -> "EdDSA";
            default ->
                throw new PemException("its algorithm, " + owner.getAlgorithm() + ", is none of RSA, EC, Ed25519");
        };
    }

    X509Certificate certificate() {
        return chain.get(0);
    }

    /** When the first certificate of the chain expires. */
    Instant expiry() {
        return chain.stream()
                .map(each -> each.getNotAfter().toInstant())
                .min(Instant::compareTo)
                .orElseThrow();
    }

    /** For a log; without the key. */
    @Override
    public String toString() {
        return certificate().getSubjectX500Principal() + ", serial number "
                + certificate().getSerialNumber().toString(16) + ", valid until " + expiry();
    }
}
