package io.millrace.auth;

import com.nimbusds.jwt.JWTClaimsSet;
import io.millrace.auth.AccessDecision.Reason;
import io.millrace.auth.Verdict.Allowed;
import io.millrace.auth.Verdict.Denied;
import io.millrace.auth.rules.Network;
import io.millrace.channel.ChannelId;
import java.net.InetAddress;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;

/**
 * What a token says whose signature is right.
 *
 * @param issuer empty if it names none, as {@code bucket}
 * @param issuedAt in whole seconds; others' tokens may not say it
 * @param bucketCreated in milliseconds since 1970; others' tokens need not say it
 * @param channel the only channel; else {@code prefix} decides
 * @param network the only one that it may be used from
 */
record Token(
        String issuer,
        Right right,
        Instant notBefore,
        Optional<Instant> issuedAt,
        OptionalLong bucketCreated,
        String bucket,
        Optional<String> channel,
        String prefix,
        Set<StreamAction> actions,
        Optional<Network> network) {
    /** How far the clock of an issuer may be ahead, or another's behind; an expiry is meant to the second. */
    private static final Duration LEEWAY = Duration.ofSeconds(5);

    Token {
        actions = Set.copyOf(actions);
    }

    /**
     * @param keyId of the key by which the token is signed
     * @throws ParseException if something is missing, or of another kind than {@link TokenClaims} says
     */
    static Token of(JWTClaimsSet claims, String keyId, TokenKey key) throws ParseException {
        Optional<String> channel = text(claims, TokenClaims.CHANNEL);
        Optional<String> prefix = text(claims, TokenClaims.PREFIX);
        Date expiry = claims.getExpirationTime();
        if (channel.isPresent() == prefix.isPresent() || expiry == null) {
            throw new ParseException("a token has an expiry, and either a channel or a prefix", 0);
        }
        String bucket = text(claims, TokenClaims.BUCKET).orElse("");
        Right right = new Right(
                Optional.of(expiry.toInstant()),
                Optional.of(text(claims, "jti").orElseThrow(() -> new ParseException("a token has an id", 0))),
                Optional.of(new TokenProof(keyId, key, bucket)),
                text(claims, "sub"),
                maxViewers(claims),
                attributes(claims));
        return new Token(
                text(claims, "iss").orElse(""),
                right,
                claims.getNotBeforeTime() == null
                        ? Instant.MIN
                        : claims.getNotBeforeTime().toInstant(),
                Optional.ofNullable(claims.getIssueTime()).map(Date::toInstant),
                bucketCreated(claims),
                bucket,
                channel,
                prefix.orElse(""),
                actions(claims),
                network(claims));
    }

    private static Optional<String> text(JWTClaimsSet claims, String name) throws ParseException {
        return Optional.ofNullable(claims.getStringClaim(name)).filter(text -> !text.isEmpty() || isPrefix(name));
    }

    private static boolean isPrefix(String name) {
        return name.equals(TokenClaims.PREFIX);
    }

    private static Set<StreamAction> actions(JWTClaimsSet claims) throws ParseException {
        List<String> names = claims.getStringListClaim(TokenClaims.ACTIONS);
        Set<StreamAction> actions = new HashSet<>();
        for (String name : names == null ? List.<String>of() : names) {
            for (StreamAction action : StreamAction.values()) {
                if (action.name().toLowerCase(Locale.ROOT).equals(name)) {
                    actions.add(action);
                }
            }
        }
        return actions;
    }

    private static Optional<Network> network(JWTClaimsSet claims) throws ParseException {
        String text = claims.getStringClaim(TokenClaims.NETWORK);
        if (text == null) {
            return Optional.empty();
        }
        Network network = Network.parse(text).orElseThrow(() -> new ParseException("a network in CIDR form", 0));
        return Optional.of(network);
    }

    private static OptionalInt maxViewers(JWTClaimsSet claims) throws ParseException {
        Object value = claims.getClaim(TokenClaims.MAX_VIEWERS);
        if (value == null) {
            return OptionalInt.empty();
        }
        if (value instanceof Long number && number >= 0 && number <= Integer.MAX_VALUE) {
            return OptionalInt.of(number.intValue());
        }
        throw new ParseException("a number of viewers", 0);
    }

    private static OptionalLong bucketCreated(JWTClaimsSet claims) throws ParseException {
        Long millis = claims.getLongClaim(TokenClaims.BUCKET_CREATED);
        return millis == null ? OptionalLong.empty() : OptionalLong.of(millis);
    }

    private static Map<String, String> attributes(JWTClaimsSet claims) throws ParseException {
        Map<String, Object> object = claims.getJSONObjectClaim(TokenClaims.ATTRIBUTES);
        Map<String, String> attributes = new HashMap<>();
        for (Map.Entry<String, Object> entry :
                object == null ? Map.<String, Object>of().entrySet() : object.entrySet()) {
            if (!(entry.getValue() instanceof String text)) {
                throw new ParseException("attributes are texts", 0);
            }
            attributes.put(entry.getKey(), text);
        }
        return attributes;
    }

    String id() {
        return right.tokenId().orElseThrow();
    }

    /**
     * @param bucketCreatedAt when the bucket of that channel was created
     * @param from null if it is not known
     */
    Verdict verdict(StreamAction action, ChannelId asked, Instant bucketCreatedAt, InetAddress from, Instant now) {
        if (!now.isBefore(right.expiry().orElseThrow())) {
            return new Denied(Reason.EXPIRED, "The token has expired.");
        }
        if (now.plus(LEEWAY).isBefore(notBefore)) {
            return new Denied(Reason.BAD_TOKEN, "The token is not valid yet.");
        }
        if (!bucket.equals(asked.bucket()) || !covers(asked.channel())) {
            return new Denied(Reason.ACCESS_DENIED, "The token is for another channel.");
        }
        if (isForBucketBefore(bucketCreatedAt)) {
            return new Denied(
                    Reason.ACCESS_DENIED, "The token was issued for a bucket of that name that has been deleted.");
        }
        if (!actions.contains(action)) {
            return new Denied(
                    Reason.ACCESS_DENIED,
                    "The token does not allow to " + action.name().toLowerCase(Locale.ROOT) + ".");
        }
        if (network.isPresent() && (from == null || !network.get().contains(from))) {
            return new Denied(Reason.ACCESS_DENIED, "The token is for another network.");
        }
        return new Allowed(right);
    }

    /** The bucket's creation says that to the millisecond; who signs tokens with a key of his own need not know it. */
    private boolean isForBucketBefore(Instant created) {
        if (bucketCreated.isPresent()) {
            return bucketCreated.getAsLong() < created.toEpochMilli();
        }
        return issuedAt.filter(at -> at.plus(LEEWAY).isBefore(created)).isPresent();
    }

    private boolean covers(String name) {
        return channel.map(name::equals).orElseGet(() -> name.startsWith(prefix));
    }

    @Override
    public String toString() {
        return "Token";
    }
}
