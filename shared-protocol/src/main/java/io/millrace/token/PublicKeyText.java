package io.millrace.token;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;

/** Public keys on elliptic curves as texts: X.509's SubjectPublicKeyInfo in Base64. */
public final class PublicKeyText {
    private PublicKeyText() {}

    public static String of(ECPublicKey key) {
        return Base64.getEncoder().encodeToString(key.getEncoded());
    }

    /** @throws IllegalArgumentException if that is none */
    public static ECPublicKey read(String text) {
        try {
            PublicKey key = KeyFactory.getInstance("EC")
                    .generatePublic(new X509EncodedKeySpec(Base64.getDecoder().decode(text)));
            if (key instanceof ECPublicKey onCurve) {
                return onCurve;
            }
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("not a public key on an elliptic curve", e);
        }
        throw new IllegalArgumentException("not a public key on an elliptic curve");
    }
}
