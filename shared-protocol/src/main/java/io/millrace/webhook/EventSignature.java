package io.millrace.webhook;

import io.millrace.channel.Secret;
import io.millrace.digest.Hmac;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** The signature by which a receiver knows that an event is ours, and not an old one: HMAC-SHA256 over time and body. */
public final class EventSignature {
    private EventSignature() {}

    /**
     * @param timestamp UNIX seconds, as the header says them
     * @return the header's value, {@code v1=} and the hash of {@code timestamp.body} in hex digits
     */
    public static String of(Secret secret, long timestamp, byte[] body) {
        byte[] hash = Hmac.sha256(
                secret.value().getBytes(StandardCharsets.UTF_8),
                ByteBuffer.wrap((timestamp + ".").getBytes(StandardCharsets.UTF_8)),
                ByteBuffer.wrap(body));
        return "v1=" + HexFormat.of().formatHex(hash);
    }
}
