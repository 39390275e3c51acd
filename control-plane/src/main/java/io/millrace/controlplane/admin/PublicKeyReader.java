package io.millrace.controlplane.admin;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import io.millrace.token.PublicKeyText;
import java.security.interfaces.ECPublicKey;
import java.text.ParseException;

/** Reads a public key that somebody sends: P-256, and nothing that ought to stay with its owner. */
final class PublicKeyReader {
    private static final String BEGIN = "-----BEGIN PUBLIC KEY-----";
    private static final String END = "-----END PUBLIC KEY-----";
    private static final String WANTED = "jwk, pem: expected a public key on the curve P-256";

    private PublicKeyReader() {}

    /**
     * @param keyId as the address has it; a JWK that names another is refused
     * @throws AdminException if that is no public key on P-256
     */
    static ECPublicKey read(String keyId, KeyRequest request) {
        if (request.givenJwk().isPresent() == request.pem().isPresent()) {
            throw AdminException.invalid("jwk, pem: expected one of them");
        }
        return request.pem().isPresent()
                ? ofPem(request.pem().get())
                : ofJwk(keyId, request.givenJwk().orElseThrow().toString());
    }

    private static ECPublicKey ofJwk(String keyId, String text) {
        try {
            JWK key = JWK.parse(text);
            if (key.isPrivate()) {
                throw privateKey();
            }
            if (key.getKeyID() != null && !key.getKeyID().equals(keyId)) {
                throw AdminException.invalid("jwk.kid: expected the address's, or none");
            }
            if (key instanceof ECKey onCurve && Curve.P_256.equals(onCurve.getCurve())) {
                return onCurve.toECPublicKey();
            }
        } catch (ParseException | JOSEException | IllegalArgumentException | IllegalStateException e) {
            throw AdminException.invalid(WANTED);
        }
        throw AdminException.invalid(WANTED);
    }

    private static ECPublicKey ofPem(String text) {
        String pem = text.strip();
        if (pem.contains("PRIVATE KEY")) {
            throw privateKey();
        }
        if (!pem.startsWith(BEGIN) || !pem.endsWith(END)) {
            throw AdminException.invalid("pem: expected " + BEGIN);
        }
        String encoded =
                pem.substring(BEGIN.length(), pem.length() - END.length()).replaceAll("\\s", "");
        try {
            ECPublicKey key = PublicKeyText.read(encoded);
            if (Curve.P_256.equals(Curve.forECParameterSpec(key.getParams()))) {
                // The builder refuses a point that is not on the curve.
                return new ECKey.Builder(Curve.P_256, key).build().toECPublicKey();
            }
        } catch (JOSEException | IllegalArgumentException | IllegalStateException e) {
            throw AdminException.invalid(WANTED);
        }
        throw AdminException.invalid(WANTED);
    }

    private static AdminException privateKey() {
        return AdminException.invalid(
                "This is a private key: it was not kept, but use it no more. Send the public key alone.");
    }
}
