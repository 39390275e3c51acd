package io.millrace.auth;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * The claims of a Millrace token, a JWT (RFC 7519) signed with ES256. Of the registered ones it has {@code iss}
 * ({@value #ISSUER}, or an imported key's), {@code jti}, {@code iat}, {@code exp}, and {@code sub}, the user's id, if there
 * is one.
 */
public final class TokenClaims {
    /** Who issues the cluster's own tokens. */
    public static final String ISSUER = "millrace";

    /** The bucket, a text. */
    public static final String BUCKET = "bucket";

    /** The one channel, a text; this or {@link #PREFIX}. */
    public static final String CHANNEL = "channel";

    /** What the channel's name begins with, a text; empty for all of the bucket. */
    public static final String PREFIX = "prefix";

    /** What it allows, an array of {@code publish} and {@code play}. */
    public static final String ACTIONS = "actions";

    /** The only network that it may be used from, a text in CIDR form; missing for any. */
    public static final String NETWORK = "cidr";

    /** How many viewers may play with it at once on one node, a number; missing for any. */
    public static final String MAX_VIEWERS = "max_viewers";

    /** An object of texts, for the operator's own use: webhooks show it. */
    public static final String ATTRIBUTES = "attributes";

    private TokenClaims() {}

    /**
     * When a token for a bucket can have been issued first. {@code iat} has seconds, so it is the next full one; an issuer that says
     * nothing earlier is never taken for one of a bucket of that name before, whatever its clock.
     *
     * @param createdAt of the bucket
     */
    public static Instant firstIssue(Instant createdAt) {
        Instant second = createdAt.truncatedTo(ChronoUnit.SECONDS);
        return second.equals(createdAt) ? second : second.plusSeconds(1);
    }
}
