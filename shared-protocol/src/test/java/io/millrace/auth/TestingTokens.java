package io.millrace.auth;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** Issues and revokes tokens in memory. */
public final class TestingTokens implements TokenAuthority {
    final ECKey key = newKey("k1");
    private final Map<String, TokenKey> keys = new ConcurrentHashMap<>();
    private final Set<String> revoked = ConcurrentHashMap.newKeySet();
    private final List<Consumer<String>> listeners = new CopyOnWriteArrayList<>();
    private final List<Runnable> keyListeners = new CopyOnWriteArrayList<>();
    private volatile boolean ready = true;

    public TestingTokens() {
        trust(key);
    }

    static ECKey newKey(String id) {
        try {
            return new ECKeyGenerator(Curve.P_256).keyID(id).generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    void trust(String keyId, TokenKey added) {
        keys.put(keyId, added);
        keyListeners.forEach(Runnable::run);
    }

    void setReady(boolean ready) {
        this.ready = ready;
    }

    void trust(ECKey added) {
        try {
            trust(added.getKeyID(), new TokenKey(added.toECPublicKey(), TokenClaims.ISSUER, Set.of()));
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    void forget(String keyId) {
        keys.remove(keyId);
        keyListeners.forEach(Runnable::run);
    }

    public void revoke(String tokenId) {
        revoked.add(tokenId);
        listeners.forEach(listener -> listener.accept(tokenId));
    }

    int listeners() {
        return listeners.size();
    }

    /** Claims for both actions on one channel until then. */
    static JWTClaimsSet.Builder claims(String bucket, String channel, Instant expiry) {
        return new JWTClaimsSet.Builder()
                .issuer(TokenClaims.ISSUER)
                .jwtID("t1")
                .subject("ann")
                .expirationTime(Date.from(expiry))
                .claim(TokenClaims.BUCKET, bucket)
                .claim(TokenClaims.CHANNEL, channel)
                .claim(TokenClaims.ACTIONS, List.of("publish", "play"));
    }

    String sign(JWTClaimsSet.Builder claims) {
        return sign(key, new JWSHeader.Builder(JWSAlgorithm.ES256).keyID(key.getKeyID()), claims);
    }

    static String sign(ECKey key, JWSHeader.Builder header, JWTClaimsSet.Builder claims) {
        try {
            SignedJWT token = new SignedJWT(header.build(), claims.build());
            token.sign(new ECDSASigner(key));
            return token.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public boolean isReady() {
        return ready;
    }

    @Override
    public Optional<TokenKey> key(String keyId) {
        return Optional.ofNullable(keys.get(keyId));
    }

    @Override
    public boolean isRevoked(String tokenId) {
        return revoked.contains(tokenId);
    }

    @Override
    public Runnable onRevoked(Consumer<String> listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    @Override
    public Runnable onKeysWithdrawn(Runnable listener) {
        keyListeners.add(listener);
        return () -> keyListeners.remove(listener);
    }
}
