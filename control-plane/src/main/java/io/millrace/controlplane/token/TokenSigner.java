package io.millrace.controlplane.token;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.millrace.auth.TokenClaims;
import java.security.interfaces.ECPrivateKey;
import java.time.Instant;
import java.util.Date;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Makes the tokens that are handed out. Safe on any thread. */
final class TokenSigner {
    private static final int MAX_OPEN_KEYS = 16;

    private final KeyCipher cipher;
    private final Map<String, ECPrivateKey> opened = new ConcurrentHashMap<>();

    TokenSigner(KeyCipher cipher) {
        this.cipher = cipher;
    }

    /** Empty if this node cannot open the key, as it has another secret than the cluster's others. */
    Optional<String> sign(String bucket, Instant createdAt, TokenEntry entry, IssuerReply.SigningKey key) {
        return open(key).map(privateKey -> sign(claims(bucket, createdAt, entry), key.id(), privateKey));
    }

    private Optional<ECPrivateKey> open(IssuerReply.SigningKey key) {
        ECPrivateKey known = opened.get(key.id());
        if (known != null) {
            return Optional.of(known);
        }
        Optional<ECPrivateKey> found = cipher.open(key.id(), key.sealedPrivateKey());
        if (opened.size() >= MAX_OPEN_KEYS) {
            opened.clear();
        }
        found.ifPresent(privateKey -> opened.put(key.id(), privateKey));
        return found;
    }

    private static String sign(JWTClaimsSet claims, String keyId, ECPrivateKey key) {
        JWSHeader header = new JWSHeader.Builder(JWSAlgorithm.ES256)
                .type(JOSEObjectType.JWT)
                .keyID(keyId)
                .build();
        SignedJWT token = new SignedJWT(header, claims);
        try {
            token.sign(new ECDSASigner(key));
        } catch (JOSEException e) {
            throw new IllegalStateException("a key of P-256 signs", e);
        }
        return token.serialize();
    }

    private static JWTClaimsSet claims(String bucket, Instant createdAt, TokenEntry entry) {
        TokenGrant grant = entry.grant();
        JWTClaimsSet.Builder claims = new JWTClaimsSet.Builder()
                .issuer(TokenClaims.ISSUER)
                .jwtID(entry.id())
                .issueTime(Date.from(entry.issuedAt()))
                .expirationTime(Date.from(entry.expiresAt()))
                .claim(TokenClaims.BUCKET, bucket)
                .claim(TokenClaims.BUCKET_CREATED, createdAt.toEpochMilli())
                .claim(TokenClaims.ACTIONS, grant.actions());
        grant.userId().ifPresent(claims::subject);
        grant.channel().ifPresent(channel -> claims.claim(TokenClaims.CHANNEL, channel));
        grant.prefix().ifPresent(prefix -> claims.claim(TokenClaims.PREFIX, prefix));
        grant.cidr().ifPresent(cidr -> claims.claim(TokenClaims.NETWORK, cidr));
        grant.maxViewers().ifPresent(max -> claims.claim(TokenClaims.MAX_VIEWERS, max));
        if (!grant.attributes().isEmpty()) {
            claims.claim(TokenClaims.ATTRIBUTES, grant.attributes());
        }
        return claims.build();
    }
}
