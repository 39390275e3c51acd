package io.millrace.auth;

import io.millrace.auth.AccessDecision.Reason;
import io.millrace.auth.ObjectDecision.Granted;
import io.millrace.auth.ObjectDecision.Refused;
import io.millrace.channel.BucketReply.Bucket;
import io.millrace.rtmp.address.Parameter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;

/** Decides by the request's signature if it has one, else by the bucket's access rule. */
public final class ClusterObjectAccess implements ObjectAccess {
    private final RequestAuthenticator authenticator;
    private final Buckets buckets;
    private final AnonymousRule anonymous;

    /** @param local whether an address is one of this machine's own */
    public ClusterObjectAccess(RequestAuthenticator authenticator, Buckets buckets, Predicate<InetAddress> local) {
        this.authenticator = authenticator;
        this.buckets = buckets;
        this.anonymous = new AnonymousRule(local);
    }

    @Override
    public CompletionStage<ObjectDecision> decide(HttpObjectRequest request) {
        List<Parameter> parameters = RequestTarget.parse(request.rawTarget()).parameters();
        return authenticator
                .authenticate(request)
                .thenCompose(authentication -> decide(authentication, parameters, request.remote()))
                .exceptionally(failure -> new Refused(Reason.UNAVAILABLE, "The bucket cannot be looked up now."));
    }

    private CompletionStage<ObjectDecision> decide(
            Authentication authentication, List<Parameter> parameters, InetSocketAddress remote) {
        if (authentication instanceof Authentication.Failed failed) {
            return refused(failed.failure().reason(), failed.failure().message());
        }
        if (authentication instanceof Authentication.Signed signed) {
            return decideSigned(signed, parameters);
        }
        return decideAnonymous(((Authentication.Anonymous) authentication).candidates(), 0, parameters, remote);
    }

    private CompletionStage<ObjectDecision> decideSigned(Authentication.Signed signed, List<Parameter> parameters) {
        ObjectAddress address = signed.address();
        return buckets.find(address.bucket()).thenApply(found -> found.<ObjectDecision>map(
                        bucket -> new Granted(bucket, address.key(), parameters, Optional.of(signed.key())))
                .orElseGet(() -> noSuchBucket(address.bucket())));
    }

    private CompletionStage<ObjectDecision> decideAnonymous(
            List<ObjectAddress> candidates, int index, List<Parameter> parameters, InetSocketAddress remote) {
        if (index == candidates.size()) {
            return candidates.isEmpty()
                    ? refused(Reason.BAD_ADDRESS, "The address names no bucket.")
                    : CompletableFuture.completedFuture(
                            noSuchBucket(candidates.get(0).bucket()));
        }
        ObjectAddress address = candidates.get(index);
        return buckets.find(address.bucket())
                .thenCompose(found -> found.isPresent()
                        ? CompletableFuture.completedFuture(
                                decideAnonymous(found.get(), address.key(), parameters, remote))
                        : decideAnonymous(candidates, index + 1, parameters, remote));
    }

    private ObjectDecision decideAnonymous(
            Bucket bucket, String key, List<Parameter> parameters, InetSocketAddress remote) {
        return anonymous.allows(StreamAction.PLAY, bucket, remote)
                ? new Granted(bucket, key, parameters, Optional.empty())
                : new Refused(Reason.ACCESS_DENIED, "Bucket " + bucket.name() + " requires a signed request.");
    }

    private static ObjectDecision noSuchBucket(String bucket) {
        return bucket.isEmpty()
                ? new Refused(Reason.BAD_ADDRESS, "The address names no bucket.")
                : new Refused(Reason.NO_SUCH_BUCKET, "There is no bucket " + bucket + ".");
    }

    private static CompletionStage<ObjectDecision> refused(Reason reason, String message) {
        return CompletableFuture.completedFuture(new Refused(reason, message));
    }
}
