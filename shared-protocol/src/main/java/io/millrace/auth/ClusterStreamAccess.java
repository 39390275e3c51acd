package io.millrace.auth;

import io.millrace.auth.AccessDecision.Granted;
import io.millrace.auth.AccessDecision.Reason;
import io.millrace.auth.AccessDecision.Refused;
import io.millrace.channel.BucketReply.Bucket;
import io.millrace.channel.ChannelId;
import io.millrace.rtmp.address.StreamAddress;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;

/**
 * Decides by the address's signature if it has one, else by the bucket's access rule. A signature is looked at only when
 * a stream starts; one that runs outlives it.
 */
public final class ClusterStreamAccess implements StreamAccess {
    private final AccessKeys keys;
    private final Buckets buckets;
    private final AnonymousRule anonymous;
    private final int maxSearchedBuckets;
    private final InstantSource clock;

    /** @param local whether an address is one of this machine's own */
    public ClusterStreamAccess(
            AccessKeys keys,
            Buckets buckets,
            AccessSettings settings,
            Predicate<InetAddress> local,
            InstantSource clock) {
        this.keys = keys;
        this.buckets = buckets;
        this.anonymous = new AnonymousRule(local);
        this.maxSearchedBuckets = settings.maxSearchedBuckets();
        this.clock = clock;
    }

    @Override
    public CompletionStage<AccessDecision> decide(
            StreamAction action, StreamAddress address, InetSocketAddress remote) {
        if (address.candidates().isEmpty() && address.bareChannel().isEmpty()) {
            return refused(Reason.BAD_ADDRESS, "The address names no bucket and channel.");
        }
        CompletionStage<AccessDecision> decision = RtmpSignature.isIn(address)
                ? decideSigned(address)
                : decideUnsigned(action, address.candidates(), 0, remote);
        return decision.exceptionally(
                failure -> new Refused(Reason.UNAVAILABLE, "The bucket cannot be looked up now."));
    }

    private CompletionStage<AccessDecision> decideSigned(StreamAddress address) {
        Optional<RtmpSignature> read = RtmpSignature.of(address);
        if (read.isEmpty()) {
            return refused(
                    Reason.BAD_SIGNATURE, "A signed address has Signature, Expires and OSSAccessKeyId, each once.");
        }
        RtmpSignature signature = read.get();
        Optional<AccessKey> key = keys.find(signature.accessKeyId());
        if (key.isEmpty()) {
            return refused(Reason.BAD_SIGNATURE, "The access key id of the address is unknown.");
        }
        if (clock.instant().isAfter(signature.expiry())) {
            return refused(Reason.EXPIRED, "The address has expired.");
        }
        Optional<ChannelId> signed = address.candidates().stream()
                .filter(channel -> signature.isBy(key.get(), channel))
                .findFirst();
        if (signed.isPresent()) {
            return grant(signed.get());
        }
        return address.bareChannel()
                .map(name -> searchAll(signature, key.get(), name))
                .orElseGet(ClusterStreamAccess::mismatch);
    }

    /** Not every address names its bucket: then it is the one for which the signature was made. */
    private CompletionStage<AccessDecision> searchAll(RtmpSignature signature, AccessKey key, String channel) {
        return buckets.names().thenCompose(names -> names.stream()
                .limit(maxSearchedBuckets)
                .map(bucket -> new ChannelId(bucket, channel))
                .filter(candidate -> signature.isBy(key, candidate))
                .findFirst()
                .map(this::grant)
                .orElseGet(ClusterStreamAccess::mismatch));
    }

    private CompletionStage<AccessDecision> grant(ChannelId channel) {
        return buckets.find(channel.bucket())
                .thenApply(found -> found.<AccessDecision>map(bucket -> new Granted(channel, bucket))
                        .orElseGet(() -> noSuchBucket(channel.bucket())));
    }

    /** The first candidate whose bucket exists is meant. */
    private CompletionStage<AccessDecision> decideUnsigned(
            StreamAction action, List<ChannelId> candidates, int index, InetSocketAddress remote) {
        if (index == candidates.size()) {
            return CompletableFuture.completedFuture(
                    noSuchBucket(candidates.isEmpty() ? "" : candidates.get(0).bucket()));
        }
        ChannelId channel = candidates.get(index);
        return buckets.find(channel.bucket())
                .thenCompose(found -> found.isPresent()
                        ? CompletableFuture.completedFuture(decideUnsigned(action, channel, found.get(), remote))
                        : decideUnsigned(action, candidates, index + 1, remote));
    }

    private AccessDecision decideUnsigned(
            StreamAction action, ChannelId channel, Bucket bucket, InetSocketAddress remote) {
        return anonymous.allows(action, bucket, remote)
                ? new Granted(channel, bucket)
                : new Refused(Reason.ACCESS_DENIED, "Bucket " + bucket.name() + " requires a signed address.");
    }

    private static AccessDecision noSuchBucket(String bucket) {
        return new Refused(Reason.NO_SUCH_BUCKET, "There is no bucket " + bucket + ".");
    }

    private static CompletionStage<AccessDecision> mismatch() {
        return refused(Reason.BAD_SIGNATURE, "The signature of the address does not match.");
    }

    private static CompletionStage<AccessDecision> refused(Reason reason, String message) {
        return CompletableFuture.completedFuture(new Refused(reason, message));
    }
}
