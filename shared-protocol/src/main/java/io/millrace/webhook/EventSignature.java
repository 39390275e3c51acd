package io.millrace.webhook;

import io.millrace.channel.Secret;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The signature by which a receiver knows that an event is ours, and not an old one: HMAC-SHA256 over time and body. */
public final class EventSignature {
    private static final String ALGORITHM = "HmacSHA256";

    private EventSignature() {}

    /**
     * @param timestamp UNIX seconds, as the header says them
     * @return the header's value, {@code v1=} and the hash of {@code timestamp.body} in hex digits
     */
    public static String of(Secret secret, long timestamp, byte[] body) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(secret.value().getBytes(StandardCharsets.UTF_8), ALGORITHM));
            mac.update((timestamp + ".").getBytes(StandardCharsets.UTF_8));
            return "v1=" + HexFormat.of().formatHex(mac.doFinal(body));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
        }
    }
}
