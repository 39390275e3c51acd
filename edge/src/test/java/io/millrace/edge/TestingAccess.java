package io.millrace.edge;

import io.millrace.auth.AccessDecision;
import io.millrace.auth.AccessKey;
import io.millrace.auth.AccessRequest;
import io.millrace.auth.HttpObjectRequest;
import io.millrace.auth.ObjectAccess;
import io.millrace.auth.ObjectDecision;
import io.millrace.auth.Right;
import io.millrace.auth.StreamAccess;
import io.millrace.channel.AddressRules;
import io.millrace.channel.BucketAcl;
import io.millrace.channel.BucketLimits;
import io.millrace.channel.BucketReply.Bucket;
import io.millrace.channel.BucketSecurity;
import io.millrace.channel.BucketSettings;
import io.millrace.channel.ChannelId;
import io.millrace.channel.RefererRules;
import io.millrace.channel.Secret;
import io.millrace.rtmp.address.Parameter;
import io.millrace.rtmp.address.Query;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;

/**
 * Lets everybody into every bucket but {@code secret}, whose requests must carry {@code signer}; {@code nowhere} does not
 * exist; {@code private} is private in name only; {@code auto} creates its channels; {@code liveonly} has no HLS; {@code ending} ends viewers with their rights;
 * {@code small} has one viewer at most; {@code signed} has {@link #SECRET} for signs. {@code token} in the query is a token's id, {@code max} its viewers. Path-style
 * addresses only.
 */
final class TestingAccess implements ObjectAccess, StreamAccess {
    private static final BucketSecurity ENDING = new BucketSecurity(
            Optional.empty(), false, false, AddressRules.ANY, AddressRules.ANY, RefererRules.ANY, true, 0);

    static final String SECRET = "nodemedia2017privatekey";
    private static final BucketSecurity SIGNED = new BucketSecurity(
            Optional.of(new Secret(SECRET)),
            false,
            false,
            AddressRules.ANY,
            AddressRules.ANY,
            RefererRules.ANY,
            false,
            0);

    static final AccessKey SIGNER = new AccessKey("AKID", "akid-secret");

    private volatile InetSocketAddress client;

    /** Whom the last HTTP request was of. */
    InetSocketAddress client() {
        return client;
    }

    @Override
    public CompletionStage<ObjectDecision> decide(HttpObjectRequest request) {
        client = request.remote();
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
                bucket(bucket), key, parameters, signed ? Optional.of(SIGNER) : Optional.empty(), right(parameters));
    }

    @Override
    public CompletionStage<AccessDecision> decide(AccessRequest request) {
        ChannelId channel = request.address().candidates().get(0);
        return CompletableFuture.completedFuture(
                channel.bucket().equals("secret")
                        ? new AccessDecision.Refused(AccessDecision.Reason.ACCESS_DENIED, "A signature is required.")
                        : new AccessDecision.Granted(
                                channel,
                                bucket(channel.bucket()),
                                right(request.address().parameters())));
    }

    private static Right right(List<Parameter> parameters) {
        Map<String, String> byName =
                parameters.stream().collect(Collectors.toMap(Parameter::name, Parameter::value, (one, other) -> one));
        String max = byName.get("max");
        return byName.containsKey("token")
                ? new Right(
                        Optional.empty(),
                        Optional.of(byName.get("token")),
                        Optional.empty(),
                        Optional.empty(),
                        max == null ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(max)),
                        Map.of())
                : Right.LASTING;
    }

    private static Bucket bucket(String name) {
        BucketSettings settings = BucketSettings.of(
                name.equals("private") ? BucketAcl.PRIVATE : BucketAcl.PUBLIC_READ,
                false,
                name.equals("auto"),
                true,
                name.equals("liveonly"),
                10);
        return new Bucket(
                name,
                switch (name) {
                    case "ending" -> settings.withSecurity(ENDING);
                    case "signed" -> settings.withSecurity(SIGNED);
                    case "small" -> settings.withLimits(new BucketLimits(0, 1, 0));
                    default -> settings;
                },
                Instant.EPOCH,
                0);
    }
}
