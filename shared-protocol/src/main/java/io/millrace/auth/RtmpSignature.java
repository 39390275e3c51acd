package io.millrace.auth;

import io.millrace.channel.ChannelId;
import io.millrace.digest.Hmac;
import io.millrace.rtmp.address.Parameter;
import io.millrace.rtmp.address.StreamAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The signature in an RTMP address: the Base64 of an HMAC-SHA1 over
 *
 * <pre>
 * Expires \n  {parameter:value \n}  /bucket/channel
 * </pre>
 *
 * with all parameters but those of the signature itself, decoded and in the order of their names.
 */
record RtmpSignature(String accessKeyId, String provided, String expires, Instant expiry, List<Parameter> parameters) {
    private static final Set<String> UNSIGNED = Set.of("OSSAccessKeyId", "Expires", "Signature", "SecurityToken");

    RtmpSignature {
        parameters = List.copyOf(parameters);
    }

    /** Whether the address claims to be signed, rightly or not. */
    static boolean isIn(StreamAddress address) {
        return address.parameter("Signature").isPresent()
                || address.parameter("OSSAccessKeyId").isPresent();
    }

    /** Empty if something is missing, or a parameter is there twice. */
    static Optional<RtmpSignature> of(StreamAddress address) {
        Set<String> names = new HashSet<>();
        boolean repeated = address.parameters().stream().anyMatch(parameter -> !names.add(parameter.name()));
        Optional<String> expires = address.parameter("Expires");
        Optional<Instant> expiry = expires.flatMap(UnixTime::parse);
        if (repeated || expiry.isEmpty() || !names.contains("Signature") || !names.contains("OSSAccessKeyId")) {
            return Optional.empty();
        }
        List<Parameter> signed = new ArrayList<>(address.parameters());
        signed.removeIf(parameter -> UNSIGNED.contains(parameter.name()));
        signed.sort(Comparator.comparing(Parameter::name));
        return Optional.of(new RtmpSignature(
                address.parameter("OSSAccessKeyId").get(),
                address.parameter("Signature").get(),
                expires.get(),
                expiry.get(),
                signed));
    }

    boolean isBy(AccessKey key, ChannelId channel) {
        return Hmac.same(V1Signature.sign(key, stringToSign(channel)), provided);
    }

    String stringToSign(ChannelId channel) {
        StringBuilder text = new StringBuilder(128).append(expires).append('\n');
        for (Parameter parameter : parameters) {
            text.append(parameter.name()).append(':').append(parameter.value()).append('\n');
        }
        return text.append('/').append(channel.entityId()).toString();
    }

    @Override
    public String toString() {
        return "RtmpSignature[" + accessKeyId + "]";
    }
}
