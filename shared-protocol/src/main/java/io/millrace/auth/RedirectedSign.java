package io.millrace.auth;

import io.millrace.channel.BucketReply.Bucket;
import io.millrace.channel.ChannelId;
import io.millrace.rtmp.address.Parameter;
import io.millrace.rtmp.address.Query;
import io.millrace.rtmp.address.StreamAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Makes Node-Media-Server's sign anew for viewers who are sent to another node. The address there names bucket and channel,
 * so a sign over another path, as that of a virtual host, would not hold. The new one is for the same stream and over at
 * the same time; a sign that is not right stays as it is.
 */
public final class RedirectedSign {
    private RedirectedSign() {}

    /** The parameters of an RTMP address that means that channel. */
    public static List<Parameter> parameters(Bucket bucket, ChannelId channel, StreamAddress address) {
        Optional<String> sign = sign(bucket, Target.of(channel, address.path()), address.parameters());
        return address.parameters().stream()
                .map(parameter -> sign.isPresent() && parameter.name().equals(Credentials.SIGN)
                        ? new Parameter(Credentials.SIGN, sign.get())
                        : parameter)
                .toList();
    }

    /**
     * The target of an HTTP request with that in its query.
     *
     * @param key what the target means within its bucket
     * @param rawTarget as it stood on the wire
     */
    public static String target(Bucket bucket, String key, String rawTarget) {
        RequestTarget named = RequestTarget.parse(rawTarget);
        Optional<String> sign = sign(bucket, Target.of(bucket.name(), key, '/' + named.path()), named.parameters());
        int mark = rawTarget.indexOf('?');
        if (sign.isEmpty() || mark < 0) {
            return rawTarget;
        }
        return Arrays.stream(rawTarget.substring(mark + 1).split("&"))
                .map(pair -> isSign(pair) ? Credentials.SIGN + '=' + sign.get() : pair)
                .collect(Collectors.joining("&", rawTarget.substring(0, mark + 1), ""));
    }

    private static boolean isSign(String pair) {
        int equals = pair.indexOf('=');
        return Query.decode(equals < 0 ? pair : pair.substring(0, equals)).equals(Credentials.SIGN);
    }

    /** Whoever was let in by something else may have brought any sign: it is checked before it is made anew. */
    private static Optional<String> sign(Bucket bucket, Target target, List<Parameter> parameters) {
        List<String> signs = new Credentials(parameters, Optional.empty()).signs();
        if (signs.size() != 1 || target.channel().isEmpty()) {
            return Optional.empty();
        }
        ChannelId channel = target.channel().get();
        return bucket.settings().security().signSecret().flatMap(secret -> NodeMediaSign.parse(signs.get(0))
                .filter(sign -> sign.isRight(secret, channel, target.path()))
                .map(sign -> sign.ofChannel(secret, channel)));
    }
}
