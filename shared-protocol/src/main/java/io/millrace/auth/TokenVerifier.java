package io.millrace.auth;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jwt.SignedJWT;
import io.millrace.auth.AccessDecision.Reason;
import io.millrace.auth.Verdict.Denied;
import io.millrace.channel.ChannelId;
import io.millrace.digest.Sha256;
import java.net.InetAddress;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Says what Millrace tokens are worth. The algorithm is ES256 whatever a token's header says, and the key one that the
 * cluster knows. Signatures that were right are remembered, as HLS players come back every few seconds; whether key and
 * token still count is looked up each time. Safe on any thread.
 */
final class TokenVerifier {
    /** More than any query of the field; what is longer is not even looked at. */
    static final int MAX_LENGTH = 4096;

    private static final int MAX_REMEMBERED = 4096;
    private static final Duration MEMORY = Duration.ofMinutes(10);
    private static final Denied UNREADY = new Denied(Reason.UNAVAILABLE, "Tokens cannot be checked yet.");
    private static final Denied MALFORMED = new Denied(Reason.BAD_TOKEN, "The token cannot be read.");
    private static final Denied TOO_LONG =
            new Denied(Reason.BAD_TOKEN, "The token is longer than " + MAX_LENGTH + " characters.");
    private static final Denied WRONG_ALGORITHM = new Denied(Reason.BAD_TOKEN, "Tokens are signed with ES256.");
    private static final Denied NOT_ITS_ISSUER =
            new Denied(Reason.BAD_TOKEN, "The key of the token is not its issuer's, or not for its bucket.");
    private static final Denied UNKNOWN_KEY = new Denied(Reason.BAD_TOKEN, "The key of the token is unknown.");
    private static final Denied WRONG = new Denied(Reason.BAD_TOKEN, "The signature of the token does not match.");
    private static final Denied REVOKED = new Denied(Reason.ACCESS_DENIED, "The token has been revoked.");

    private final TokenAuthority authority;
    private final InstantSource clock;

    /** By the tokens' hashes: how long a look-up takes must not say how much of a guessed token is right. */
    private final Cache<String, Checked> checked;

    /** A token whose signature was right under that key. */
    private record Checked(String keyId, TokenKey key, Token token) {}

    TokenVerifier(TokenAuthority authority, InstantSource clock) {
        this(authority, clock, MAX_REMEMBERED);
    }

    TokenVerifier(TokenAuthority authority, InstantSource clock, int maxRemembered) {
        this.authority = authority;
        this.clock = clock;
        this.checked = Caffeine.newBuilder()
                .executor(Runnable::run)
                .maximumSize(maxRemembered)
                .expireAfterAccess(MEMORY)
                .build();
    }

    /**
     * @param bucketCreatedAt when the bucket of that channel was created
     * @param from null if it is not known
     */
    Verdict verify(String text, StreamAction action, ChannelId channel, Instant bucketCreatedAt, InetAddress from) {
        if (!authority.isReady()) {
            return UNREADY;
        }
        if (text.length() > MAX_LENGTH) {
            return TOO_LONG;
        }
        String hash = Sha256.hex(text);
        Checked known = checked.getIfPresent(hash);
        if (known != null && isCurrent(known)) {
            return worth(known, action, channel, bucketCreatedAt, from);
        }
        try {
            SignedJWT token = SignedJWT.parse(text);
            if (!JWSAlgorithm.ES256.equals(token.getHeader().getAlgorithm())) {
                return WRONG_ALGORITHM;
            }
            String keyId = token.getHeader().getKeyID();
            Optional<TokenKey> key = keyId == null ? Optional.empty() : authority.key(keyId);
            if (key.isEmpty()) {
                return UNKNOWN_KEY;
            }
            if (!token.verify(new ECDSAVerifier(key.get().publicKey()))) {
                return WRONG;
            }
            known = new Checked(keyId, key.get(), Token.of(token.getJWTClaimsSet(), keyId, key.get()));
        } catch (ParseException | JOSEException | RuntimeException e) {
            return MALFORMED;
        }
        checked.put(hash, known);
        return worth(known, action, channel, bucketCreatedAt, from);
    }

    private boolean isCurrent(Checked known) {
        return authority.key(known.keyId()).filter(known.key()::equals).isPresent();
    }

    private Verdict worth(
            Checked known, StreamAction action, ChannelId channel, Instant bucketCreatedAt, InetAddress from) {
        Token token = known.token();
        if (!known.key().signs(token.issuer(), token.bucket())) {
            return NOT_ITS_ISSUER;
        }
        return authority.isRevoked(token.id())
                ? REVOKED
                : token.verdict(action, channel, bucketCreatedAt, from, clock.instant());
    }

    /** How many tokens are remembered. */
    long remembered() {
        checked.cleanUp();
        return checked.estimatedSize();
    }
}
