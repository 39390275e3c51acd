package io.millrace.auth;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.millrace.auth.AccessDecision.Reason;
import io.millrace.auth.Verdict.Allowed;
import io.millrace.auth.Verdict.Denied;
import io.millrace.auth.rules.BucketRules;
import io.millrace.channel.BucketReply.Bucket;
import io.millrace.channel.BucketSecurity;
import io.millrace.channel.Secret;
import java.net.InetAddress;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Decides once it is known which bucket a request means: by the bucket's networks and web sites, and then, if no OSS
 * signature has spoken, by the first of Node-Media-Server's sign, a token, and the bucket's access rule that has something
 * to say. A credential that is there but wrong is worse than none. Asks nobody; safe on any thread.
 */
public final class BucketAccess {
    private final TokenVerifier tokens;
    private final AnonymousRule anonymous;
    private final InstantSource clock;

    /** By identity: what is known of a bucket is one object until it is asked for again. */
    private final Cache<BucketSecurity, BucketRules> rules;

    /**
     * @param local whether an address is one of this machine's own
     * @param maxCachedBuckets of how many buckets the rules are kept as they were read
     */
    public BucketAccess(
            TokenAuthority authority, Predicate<InetAddress> local, int maxCachedBuckets, InstantSource clock) {
        this.tokens = new TokenVerifier(authority, clock);
        this.anonymous = new AnonymousRule(local);
        this.clock = clock;
        this.rules = Caffeine.newBuilder()
                .executor(Runnable::run)
                .weakKeys()
                .maximumSize(maxCachedBuckets)
                .build();
    }

    /** What stands against a requester whatever the credential. */
    Optional<Denied> objection(StreamAction action, Bucket bucket, Requester requester) {
        BucketRules read = rules.get(bucket.settings().security(), BucketRules::new);
        boolean publish = action == StreamAction.PUBLISH;
        if (publish ? !read.publishesFrom(requester.address()) : !read.playsFrom(requester.address())) {
            return Optional.of(new Denied(
                    Reason.ACCESS_DENIED, "Bucket " + bucket.name() + " refuses the network of the client."));
        }
        return publish || read.playsOn(requester.page())
                ? Optional.empty()
                : Optional.of(new Denied(
                        Reason.ACCESS_DENIED, "Bucket " + bucket.name() + " refuses players on that web site."));
    }

    /** @param target without a channel only the access rule can allow it */
    Verdict decide(StreamAction action, Bucket bucket, Target target, Credentials credentials, Requester requester) {
        Optional<Denied> objection = objection(action, bucket, requester);
        if (objection.isPresent()) {
            return objection.get();
        }
        Optional<Secret> secret = bucket.settings().security().signSecret();
        List<String> signs = secret.isPresent() ? credentials.signs() : List.of();
        if (!signs.isEmpty()) {
            return target.channel().isEmpty() ? pointless(bucket) : sign(signs, secret.get(), target);
        }
        List<String> presented = credentials.tokens();
        if (!presented.isEmpty()) {
            return target.channel().isEmpty() ? pointless(bucket) : token(presented, action, bucket, target, requester);
        }
        boolean allowed = target.segment()
                ? anonymous.allowsSegments(bucket, requester.remote())
                : anonymous.allows(action, bucket, requester.remote());
        return allowed
                ? new Allowed(Right.LASTING)
                : new Denied(
                        Reason.ACCESS_DENIED, "Bucket " + bucket.name() + " requires a signed address or a token.");
    }

    /** Whether an object may be read by a request without an OSS signature. */
    public boolean allowsRead(Bucket bucket, String key, HttpObjectRequest request) {
        return decide(
                        StreamAction.PLAY,
                        bucket,
                        Target.of(bucket.name(), key, request.namedPath()),
                        Credentials.of(request),
                        Requester.of(request))
                instanceof Allowed;
    }

    /** Whether the bucket's networks and web sites stand against a reader, by whatever signature. */
    public boolean refusesReader(Bucket bucket, HttpObjectRequest request) {
        return objection(StreamAction.PLAY, bucket, Requester.of(request)).isPresent();
    }

    private static Denied pointless(Bucket bucket) {
        return new Denied(Reason.ACCESS_DENIED, "The address names no channel of bucket " + bucket.name() + ".");
    }

    private Verdict sign(List<String> signs, Secret secret, Target target) {
        Optional<NodeMediaSign> sign = signs.size() > 1 ? Optional.empty() : NodeMediaSign.parse(signs.get(0));
        return sign.isPresent()
                ? sign.get().verdict(secret, target.channel().orElseThrow(), target.path(), clock.instant())
                : new Denied(Reason.BAD_SIGNATURE, "A sign is a time, a dash and a hash, and there is one only.");
    }

    private Verdict token(
            List<String> presented, StreamAction action, Bucket bucket, Target target, Requester requester) {
        return presented.size() > 1
                ? new Denied(Reason.BAD_TOKEN, "There may be one token only.")
                : tokens.verify(
                        presented.get(0),
                        action,
                        target.channel().orElseThrow(),
                        bucket.createdAt(),
                        requester.address());
    }
}
