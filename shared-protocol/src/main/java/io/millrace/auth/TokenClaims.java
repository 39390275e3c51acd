package io.millrace.auth;

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

    /** When the bucket was created, in milliseconds since 1970: one of that name that was created later is another. */
    public static final String BUCKET_CREATED = "bucket_created";

    private TokenClaims() {}
}
