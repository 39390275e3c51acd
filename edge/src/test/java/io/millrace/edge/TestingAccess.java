package io.millrace.edge;

import io.millrace.auth.AccessDecision;
import io.millrace.auth.AccessKey;
import io.millrace.auth.HttpObjectRequest;
import io.millrace.auth.ObjectAccess;
import io.millrace.auth.ObjectDecision;
import io.millrace.auth.StreamAccess;
import io.millrace.auth.StreamAction;
import io.millrace.channel.BucketAcl;
import io.millrace.channel.BucketReply.Bucket;
import io.millrace.channel.BucketSettings;
import io.millrace.channel.ChannelId;
import io.millrace.rtmp.address.Parameter;
import io.millrace.rtmp.address.Query;
import io.millrace.rtmp.address.StreamAddress;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Lets everybody into every bucket but {@code secret}, whose requests must carry {@code signer}; {@code nowhere} does not
 * exist; {@code private} is private in name only; {@code auto} creates its channels; {@code liveonly} has no HLS. Path-style addresses only.
 */
final class TestingAccess implements ObjectAccess, StreamAccess {
    static final AccessKey SIGNER = new AccessKey("AKID", "akid-secret");

    @Override
    public CompletionStage<ObjectDecision> decide(HttpObjectRequest request) {
        String target = request.rawTarget();
        int question = target.indexOf('?');
        String path = question < 0 ? target : target.substring(0, question);
        List<Parameter> parameters = question < 0 ? List.of() : Query.parse(target.substring(question + 1));
        int slash = path.indexOf('/', 1);
        String bucket = slash < 0 ? path.substring(1) : path.substring(1, slash);
        String key = slash < 0 ? "" : Query.decode(path.substring(slash + 1));
        boolean signed =
                parameters.stream().anyMatch(parameter -> parameter.name().equals("signer"));
        // On another thread, as the true one answers.
        return CompletableFuture.supplyAsync(() -> decide(bucket, key, parameters, signed));
    }

    private static ObjectDecision decide(String bucket, String key, List<Parameter> parameters, boolean signed) {
        if (bucket.equals("nowhere")) {
            return new ObjectDecision.Refused(AccessDecision.Reason.NO_SUCH_BUCKET, "There is no bucket \"nowhere\".");
        }
        if (bucket.equals("secret") && !signed) {
            return new ObjectDecision.Refused(AccessDecision.Reason.ACCESS_DENIED, "A signature is required.");
        }
        return new ObjectDecision.Granted(
                bucket(bucket), key, parameters, signed ? Optional.of(SIGNER) : Optional.empty());
    }

    @Override
    public CompletionStage<AccessDecision> decide(
            StreamAction action, StreamAddress address, InetSocketAddress remote) {
        ChannelId channel = address.candidates().get(0);
        return CompletableFuture.completedFuture(
                channel.bucket().equals("secret")
                        ? new AccessDecision.Refused(AccessDecision.Reason.ACCESS_DENIED, "A signature is required.")
                        : new AccessDecision.Granted(channel, bucket(channel.bucket())));
    }

    private static Bucket bucket(String name) {
        return new Bucket(
                name,
                BucketSettings.of(
                        name.equals("private") ? BucketAcl.PRIVATE : BucketAcl.PUBLIC_READ,
                        false,
                        name.equals("auto"),
                        true,
                        name.equals("liveonly"),
                        10),
                Instant.EPOCH,
                0);
    }
}
