package io.millrace.auth;

import io.millrace.channel.ChannelId;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Issues and checks the tickets by which edges are let in at an origin's relay listener: channel, epoch and expiry with
 * an HMAC of the cluster's secret. Safe on any thread.
 *
 * <p>A ticket is the URL-safe base64 text, without padding, of
 *
 * <pre>
 * expiry, UNIX milliseconds   8 bytes, big-endian
 * HMAC-SHA256                32 bytes, over: "millrace-relay", expiry, epoch (8 bytes, big-endian), bucket/channel (UTF-8)
 * </pre>
 */
public final class RelayTickets {
    private static final String ALGORITHM = "HmacSHA256";
    private static final byte[] PURPOSE = "millrace-relay".getBytes(StandardCharsets.US_ASCII);
    private static final int TICKET_BYTES = Long.BYTES + 32;
    private static final int TICKET_CHARACTERS = (TICKET_BYTES * 4 + 2) / 3;

    private final SecretKeySpec key;
    private final Duration lifetime;
    private final InstantSource clock;

    public RelayTickets(byte[] clusterSecret, Duration lifetime, InstantSource clock) {
        this.key = new SecretKeySpec(clusterSecret, ALGORITHM);
        this.lifetime = lifetime;
        this.clock = clock;
    }

    public String issue(ChannelId channel, long epoch) {
        long expiry = clock.instant().plus(lifetime).toEpochMilli();
        ByteBuffer ticket = ByteBuffer.allocate(TICKET_BYTES).putLong(expiry).put(sign(channel, epoch, expiry));
        return Base64.getUrlEncoder().withoutPadding().encodeToString(ticket.array());
    }

    /** Whether the ticket is ours, unexpired, and for this channel and epoch; compares in constant time. */
    public boolean admits(String ticket, ChannelId channel, long epoch) {
        if (ticket.length() != TICKET_CHARACTERS) {
            return false;
        }
        byte[] bytes;
        try {
            bytes = Base64.getUrlDecoder().decode(ticket);
        } catch (IllegalArgumentException e) {
            return false;
        }
        ByteBuffer read = ByteBuffer.wrap(bytes);
        long expiry = read.getLong();
        byte[] signature = new byte[read.remaining()];
        read.get(signature);
        return MessageDigest.isEqual(signature, sign(channel, epoch, expiry)) && clock.millis() < expiry;
    }

    private byte[] sign(ChannelId channel, long epoch, long expiry) {
        Mac mac = mac();
        mac.update(PURPOSE);
        mac.update(ByteBuffer.allocate(2 * Long.BYTES)
                .putLong(expiry)
                .putLong(epoch)
                .flip());
        return mac.doFinal(channel.entityId().getBytes(StandardCharsets.UTF_8));
    }

    private Mac mac() {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return mac;
        } catch (InvalidKeyException e) {
            throw new IllegalStateException("the cluster secret cannot be used", e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
        }
    }
}
