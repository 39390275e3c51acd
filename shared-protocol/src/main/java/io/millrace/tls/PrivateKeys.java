package io.millrace.tls;

import java.io.ByteArrayOutputStream;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;

/**
 * Reads private keys in the forms that certificate authorities' clients write: PKCS #8, and the older ones of PKCS #1
 * (RSA) and SEC 1 (EC), which lack the algorithm's name. That is taken from the certificate.
 */
final class PrivateKeys {
    private static final int SEQUENCE = 0x30;
    private static final int OCTET_STRING = 0x04;
    private static final byte[] VERSION_0 = {0x02, 0x01, 0x00};

    private PrivateKeys() {}

    static boolean isKey(PemBlock block) {
        return block.label().endsWith("PRIVATE KEY");
    }

    /**
     * @param owner the public key of the certificate
     * @throws PemException if the block is no key of the owner's algorithm
     */
    static PrivateKey read(PemBlock block, PublicKey owner) {
        byte[] pkcs8 =
                switch (block.label()) {
                    case "PRIVATE KEY" -> block.content();
                    case "RSA PRIVATE KEY", "EC PRIVATE KEY" -> pkcs8(block.content(), owner.getEncoded());
                    case "ENCRYPTED PRIVATE KEY" -> throw new PemException("it is encrypted");
                    default -> throw new PemException("its form, " + block.label() + ", is not known");
                };
        try {
            return KeyFactory.getInstance(owner.getAlgorithm()).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
        } catch (GeneralSecurityException e) {
            throw new PemException("it holds no key for " + owner.getAlgorithm() + ", as the certificate has");
        }
    }

    /** PrivateKeyInfo (RFC 5208, section 5) with the AlgorithmIdentifier that begins a SubjectPublicKeyInfo. */
    private static byte[] pkcs8(byte[] key, byte[] subjectPublicKeyInfo) {
        int begin = contentStart(subjectPublicKeyInfo, 0);
        int algorithmStart = contentStart(subjectPublicKeyInfo, begin);
        int end = algorithmStart + length(subjectPublicKeyInfo, begin);
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        content.writeBytes(VERSION_0);
        content.writeBytes(Arrays.copyOfRange(subjectPublicKeyInfo, begin, end));
        write(content, OCTET_STRING, key);
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        write(all, SEQUENCE, content.toByteArray());
        return all.toByteArray();
    }

    /** Where the content of the DER element at {@code offset} begins. */
    private static int contentStart(byte[] der, int offset) {
        int first = der[offset + 1] & 0xff;
        return offset + 2 + (first < 0x80 ? 0 : first & 0x7f);
    }

    private static int length(byte[] der, int offset) {
        int start = contentStart(der, offset);
        int length = 0;
        for (int i = start == offset + 2 ? offset + 1 : offset + 2; i < start; i++) {
            length = length << 8 | der[i] & 0xff;
        }
        return length;
    }

    private static void write(ByteArrayOutputStream out, int tag, byte[] content) {
        out.write(tag);
        if (content.length < 0x80) {
            out.write(content.length);
        } else {
            int bytes = (39 - Integer.numberOfLeadingZeros(content.length)) / 8;
            out.write(0x80 | bytes);
            for (int shift = 8 * (bytes - 1); shift >= 0; shift -= 8) {
                out.write(content.length >> shift);
            }
        }
        out.writeBytes(content);
    }
}
