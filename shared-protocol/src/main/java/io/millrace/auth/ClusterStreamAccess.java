package io.millrace.auth;

import io.millrace.auth.AccessDecision.Granted;
import io.millrace.auth.AccessDecision.Reason;
import io.millrace.auth.AccessDecision.Refused;
import io.millrace.auth.Verdict.Allowed;
import io.millrace.auth.Verdict.Denied;
import io.millrace.channel.BucketReply.Bucket;
import io.millrace.channel.ChannelId;
import io.millrace.rtmp.address.StreamAddress;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Finds the channel that an RTMP address means, by its OSS signature if it has one, and lets the bucket decide. */
public final class ClusterStreamAccess implements StreamAccess {
    private final SignedStreams signatures;
    private final Buckets buckets;
    private final BucketAccess access;

    public ClusterStreamAccess(
            AccessKeys keys, Buckets buckets, BucketAccess access, AccessSettings settings, InstantSource clock) {
        this.signatures = new SignedStreams(keys, buckets, settings.maxSearchedBuckets(), clock);
        this.buckets = buckets;
        this.access = access;
    }

    @Override
    public CompletionStage<AccessDecision> decide(AccessRequest request) {
        StreamAddress address = request.address();
        if (address.candidates().isEmpty() && address.bareChannel().isEmpty()) {
            return refused(new Refused(Reason.BAD_ADDRESS, "The address names no bucket and channel."));
        }
        CompletionStage<AccessDecision> decision = RtmpSignature.isIn(address)
                ? signatures.find(address).thenCompose(finding -> decideSigned(request, finding))
                : decideUnsigned(request, address.candidates(), 0);
        return decision.exceptionally(
                failure -> new Refused(Reason.UNAVAILABLE, "The bucket cannot be looked up now."));
    }

    private CompletionStage<AccessDecision> decideSigned(AccessRequest request, SignedStreams.Finding finding) {
        if (finding instanceof SignedStreams.Wrong wrong) {
            return refused(wrong.refusal());
        }
        SignedStreams.Signed signed = (SignedStreams.Signed) finding;
        ChannelId channel = signed.channel();
        return buckets.find(channel.bucket()).thenApply(found -> found.map(bucket -> decision(
                        channel,
                        bucket,
                        access.objection(request.action(), bucket, requester(request))
                                .<Verdict>map(objection -> objection)
                                .orElseGet(() -> new Allowed(Right.until(signed.expiry())))))
                .orElseGet(() -> noSuchBucket(channel.bucket())));
    }

    /** The first candidate whose bucket exists is meant. */
    private CompletionStage<AccessDecision> decideUnsigned(
            AccessRequest request, List<ChannelId> candidates, int index) {
        if (index == candidates.size()) {
            return refused(
                    noSuchBucket(candidates.isEmpty() ? "" : candidates.get(0).bucket()));
        }
        ChannelId channel = candidates.get(index);
        return buckets.find(channel.bucket())
                .thenCompose(found -> found.isPresent()
                        ? CompletableFuture.completedFuture(decideUnsigned(request, channel, found.get()))
                        : decideUnsigned(request, candidates, index + 1));
    }

    private AccessDecision decideUnsigned(AccessRequest request, ChannelId channel, Bucket bucket) {
        StreamAddress address = request.address();
        Verdict verdict = access.decide(
                request.action(),
                bucket,
                Target.of(channel, address.path()),
                new Credentials(address.parameters(), Optional.empty()),
                requester(request));
        return decision(channel, bucket, verdict);
    }

    private static AccessDecision decision(ChannelId channel, Bucket bucket, Verdict verdict) {
        if (verdict instanceof Allowed allowed) {
            return new Granted(channel, bucket, allowed.right());
        }
        Denied denied = (Denied) verdict;
        return new Refused(denied.reason(), denied.message());
    }

    private static Requester requester(AccessRequest request) {
        return new Requester(request.remote(), request.page());
    }

    private static Refused noSuchBucket(String bucket) {
        return new Refused(Reason.NO_SUCH_BUCKET, "There is no bucket " + bucket + ".");
    }

    private static CompletionStage<AccessDecision> refused(Refused refusal) {
        return CompletableFuture.completedFuture(refusal);
    }
}
