package io.millrace.auth;

import io.millrace.channel.ChannelId;
import io.millrace.digest.Hmac;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;

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
    private static final byte[] PURPOSE = "millrace-relay".getBytes(StandardCharsets.US_ASCII);
    private static final int TICKET_BYTES = Long.BYTES + 32;
    private static final int TICKET_CHARACTERS = (TICKET_BYTES * 4 + 2) / 3;

    private final byte[] clusterSecret;
    private final Duration lifetime;
    private final InstantSource clock;

    public RelayTickets(byte[] clusterSecret, Duration lifetime, InstantSource clock) {
        this.clusterSecret = clusterSecret.clone();
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
        return Hmac.sha256(
                clusterSecret,
                ByteBuffer.wrap(PURPOSE),
                ByteBuffer.allocate(2 * Long.BYTES)
                        .putLong(expiry)
                        .putLong(epoch)
                        .flip(),
                ByteBuffer.wrap(channel.entityId().getBytes(StandardCharsets.UTF_8)));
    }
}
