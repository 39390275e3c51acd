package io.millrace.auth;

import io.millrace.auth.AccessDecision.Reason;
import io.millrace.auth.AccessDecision.Refused;
import io.millrace.channel.ChannelId;
import io.millrace.rtmp.address.StreamAddress;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Checks OSS's signatures of RTMP addresses, and by them finds the channels that addresses mean. */
final class SignedStreams {
    private final AccessKeys keys;
    private final Buckets buckets;
    private final int maxSearchedBuckets;
    private final InstantSource clock;

    /** What a signature has turned out to be. */
    sealed interface Finding {}

    record Signed(ChannelId channel, Instant expiry) implements Finding {}

    record Wrong(Refused refusal) implements Finding {}

    SignedStreams(AccessKeys keys, Buckets buckets, int maxSearchedBuckets, InstantSource clock) {
        this.keys = keys;
        this.buckets = buckets;
        this.maxSearchedBuckets = maxSearchedBuckets;
        this.clock = clock;
    }

    CompletionStage<Finding> find(StreamAddress address) {
        Optional<RtmpSignature> read = RtmpSignature.of(address);
        if (read.isEmpty()) {
            return wrong(
                    Reason.BAD_SIGNATURE, "A signed address has Signature, Expires and OSSAccessKeyId, each once.");
        }
        RtmpSignature signature = read.get();
        Optional<AccessKey> key = keys.find(signature.accessKeyId());
        if (key.isEmpty()) {
            return wrong(Reason.BAD_SIGNATURE, "The access key id of the address is unknown.");
        }
        if (clock.instant().isAfter(signature.expiry())) {
            return wrong(Reason.EXPIRED, "The address has expired.");
        }
        Optional<ChannelId> signed = address.candidates().stream()
                .filter(channel -> signature.isBy(key.get(), channel))
                .findFirst();
        if (signed.isPresent()) {
            return CompletableFuture.completedFuture(new Signed(signed.get(), signature.expiry()));
        }
        return address.bareChannel()
                .map(name -> searchAll(signature, key.get(), name))
                .orElseGet(() -> CompletableFuture.completedFuture(mismatch()));
    }

    /** Not every address names its bucket: then it is the one for which the signature was made. */
    private CompletionStage<Finding> searchAll(RtmpSignature signature, AccessKey key, String channel) {
        return buckets.names().thenApply(names -> names.stream()
                .limit(maxSearchedBuckets)
                .map(bucket -> new ChannelId(bucket, channel))
                .filter(candidate -> signature.isBy(key, candidate))
                .findFirst()
                .<Finding>map(found -> new Signed(found, signature.expiry()))
                .orElseGet(SignedStreams::mismatch));
    }

    private static Finding mismatch() {
        return new Wrong(new Refused(Reason.BAD_SIGNATURE, "The signature of the address does not match."));
    }

    private static CompletionStage<Finding> wrong(Reason reason, String message) {
        return CompletableFuture.completedFuture(new Wrong(new Refused(reason, message)));
    }
}
