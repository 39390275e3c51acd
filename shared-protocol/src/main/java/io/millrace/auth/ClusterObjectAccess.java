package io.millrace.auth;

import io.millrace.auth.AccessDecision.Reason;
import io.millrace.auth.ObjectDecision.Granted;
import io.millrace.auth.ObjectDecision.Refused;
import io.millrace.auth.Verdict.Allowed;
import io.millrace.auth.Verdict.Denied;
import io.millrace.channel.BucketReply.Bucket;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Finds the object or stream that a request means, by its OSS signature if it has one, and lets the bucket decide. */
public final class ClusterObjectAccess implements ObjectAccess {
    private final RequestAuthenticator authenticator;
    private final Buckets buckets;
    private final BucketAccess access;

    public ClusterObjectAccess(RequestAuthenticator authenticator, Buckets buckets, BucketAccess access) {
        this.authenticator = authenticator;
        this.buckets = buckets;
        this.access = access;
    }

    @Override
    public CompletionStage<ObjectDecision> decide(HttpObjectRequest request) {
        Credentials credentials = Credentials.of(request);
        HttpObjectRequest asked = credentials.bearer().isPresent() ? request.withoutAuthorization() : request;
        return authenticator
                .authenticate(asked)
                .thenCompose(authentication -> decide(authentication, asked, credentials))
                .exceptionally(failure -> new Refused(Reason.UNAVAILABLE, "The bucket cannot be looked up now."));
    }

    private CompletionStage<ObjectDecision> decide(
            Authentication authentication, HttpObjectRequest request, Credentials credentials) {
        if (authentication instanceof Authentication.Failed failed) {
            return CompletableFuture.completedFuture(
                    new Refused(failed.failure().reason(), failed.failure().message()));
        }
        if (authentication instanceof Authentication.Signed signed) {
            return decideSigned(signed, request, credentials);
        }
        return decideAnonymous(((Authentication.Anonymous) authentication).candidates(), 0, request, credentials);
    }

    private CompletionStage<ObjectDecision> decideSigned(
            Authentication.Signed signed, HttpObjectRequest request, Credentials credentials) {
        ObjectAddress address = signed.address();
        Right right = signed.expiry().map(Right::until).orElse(Right.LASTING);
        return buckets.find(address.bucket()).thenApply(found -> found.map(bucket -> access.objection(
                                StreamAction.PLAY, bucket, Requester.of(request))
                        .map(ClusterObjectAccess::refusal)
                        .orElseGet(() -> new Granted(
                                bucket, address.key(), credentials.parameters(), Optional.of(signed.key()), right)))
                .orElseGet(() -> noSuchBucket(address.bucket())));
    }

    private CompletionStage<ObjectDecision> decideAnonymous(
            List<ObjectAddress> candidates, int index, HttpObjectRequest request, Credentials credentials) {
        if (index == candidates.size()) {
            return CompletableFuture.completedFuture(
                    noSuchBucket(candidates.isEmpty() ? "" : candidates.get(0).bucket()));
        }
        ObjectAddress address = candidates.get(index);
        return buckets.find(address.bucket())
                .thenCompose(found -> found.isPresent()
                        ? CompletableFuture.completedFuture(
                                decideAnonymous(found.get(), address.key(), request, credentials))
                        : decideAnonymous(candidates, index + 1, request, credentials));
    }

    private ObjectDecision decideAnonymous(
            Bucket bucket, String key, HttpObjectRequest request, Credentials credentials) {
        Verdict verdict = access.decide(
                StreamAction.PLAY,
                bucket,
                Target.of(bucket.name(), key, request.namedPath()),
                credentials,
                Requester.of(request));
        return verdict instanceof Allowed allowed
                ? new Granted(bucket, key, credentials.parameters(), Optional.empty(), allowed.right())
                : refusal((Denied) verdict);
    }

    private static ObjectDecision refusal(Denied denied) {
        return new Refused(denied.reason(), denied.message());
    }

    private static ObjectDecision noSuchBucket(String bucket) {
        return bucket.isEmpty()
                ? new Refused(Reason.BAD_ADDRESS, "The address names no bucket.")
                : new Refused(Reason.NO_SUCH_BUCKET, "There is no bucket " + bucket + ".");
    }
}
