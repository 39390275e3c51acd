package io.millrace.tls;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * One block of a PEM file (RFC 7468).
 *
 * @param label what stands behind BEGIN, {@code CERTIFICATE} for instance
 * @param content DER, as a rule
 */
record PemBlock(String label, byte[] content) {
    private static final String BEGIN = "-----BEGIN ";
    private static final String DASHES = "-----";

    /** Of keys that are encrypted in the way before PKCS #8 (RFC 1421, section 4.6.1.1). */
    private static final String ENCRYPTED = "Proc-Type:";

    /**
     * All blocks in their order; what stands between them is explanation.
     *
     * @throws PemException if a block is broken off, or not Base64
     */
    static List<PemBlock> parse(String text) {
        List<PemBlock> blocks = new ArrayList<>();
        int begin = text.indexOf(BEGIN);
        while (begin >= 0) {
            int labelEnd = text.indexOf(DASHES, begin + BEGIN.length());
            String label = labelEnd < 0 ? "" : text.substring(begin + BEGIN.length(), labelEnd);
            String last = "-----END " + label + DASHES;
            int end = labelEnd < 0 ? -1 : text.indexOf(last, labelEnd);
            if (end < 0) {
                throw new PemException("it is broken off");
            }
            blocks.add(new PemBlock(label, decode(text.substring(labelEnd + DASHES.length(), end))));
            begin = text.indexOf(BEGIN, end);
        }
        return blocks;
    }

    private static byte[] decode(String base64) {
        if (base64.contains(ENCRYPTED)) {
            throw new PemException("it is encrypted");
        }
        try {
            return Base64.getDecoder().decode(base64.replaceAll("\\s", ""));
        } catch (IllegalArgumentException e) {
            throw new PemException("it is no Base64");
        }
    }

    /** Without the content, which may be a secret. */
    @Override
    public String toString() {
        return label;
    }
}
