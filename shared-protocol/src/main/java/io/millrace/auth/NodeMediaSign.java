package io.millrace.auth;

import io.millrace.auth.AccessDecision.Reason;
import io.millrace.auth.Verdict.Allowed;
import io.millrace.auth.Verdict.Denied;
import io.millrace.channel.ChannelId;
import io.millrace.channel.Secret;
import io.millrace.digest.Hmac;
import io.millrace.digest.Md5;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Node-Media-Server's {@code sign}: {@code EXP-HASH}, the hash being the MD5 in hex of
 *
 * <pre>
 * /APP/STREAM-EXP-SECRET
 * </pre>
 *
 * It holds while EXP, in UNIX seconds, is not over. {@code /APP/STREAM} is the path of the address as the client named it,
 * without extension, or {@code /bucket/channel}, which is the same unless the host name or a mount names the bucket. A path
 * as named counts only if it ends in the channel's name: text that a mount has around that could make it another channel's.
 *
 * @param expires as the address has it
 */
record NodeMediaSign(String expires, Instant expiry, String hash) {
    static Optional<NodeMediaSign> parse(String text) {
        int dash = text.indexOf('-');
        String expires = dash < 0 ? "" : text.substring(0, dash);
        return UnixTime.parse(expires).map(expiry -> new NodeMediaSign(expires, expiry, text.substring(dash + 1)));
    }

    /** @param named {@code /APP/STREAM} of the address, decoded */
    Verdict verdict(Secret secret, ChannelId channel, String named, Instant now) {
        if (!isRight(secret, channel, named)) {
            return new Denied(Reason.BAD_SIGNATURE, "The sign of the address does not match.");
        }
        return now.getEpochSecond() > expiry.getEpochSecond()
                ? new Denied(Reason.EXPIRED, "The address has expired.")
                : new Allowed(Right.until(expiry));
    }

    /** Whether the hash is one of the channel's, be it over or not. */
    boolean isRight(Secret secret, ChannelId channel, String named) {
        boolean right = false;
        for (String path : paths(channel, named)) {
            right |= Hmac.same(hash(path, secret), hash);
        }
        return right;
    }

    /** One for bucket and channel that is over at the same time, as an address has it. */
    String ofChannel(Secret secret, ChannelId channel) {
        return expires + '-' + hash('/' + channel.entityId(), secret);
    }

    /** Whoever signs an address may have escaped the name before, or not. */
    private static Set<String> paths(ChannelId channel, String named) {
        String own = '/' + channel.entityId();
        Set<String> paths = new LinkedHashSet<>(List.of(own, UriEncoding.encodePath(own)));
        if (named.endsWith('/' + channel.channel())) {
            paths.add(named);
            paths.add(UriEncoding.encodePath(named));
        }
        return paths;
    }

    private String hash(String path, Secret secret) {
        byte[] text = (path + '-' + expires + '-' + secret.value()).getBytes(StandardCharsets.UTF_8);
        return Md5.hex(ByteBuffer.wrap(text));
    }

    @Override
    public String toString() {
        return "NodeMediaSign[" + expires + "]";
    }
}
