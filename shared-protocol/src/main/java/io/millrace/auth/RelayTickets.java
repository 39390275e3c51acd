package io.millrace.auth;

import io.millrace.channel.ChannelId;
import java.time.Duration;
import java.time.InstantSource;

/**
 * Issues and checks the tickets by which edges are let in at an origin's relay listener: channel, epoch and expiry with
 * an HMAC of the cluster's secret.
 */
public final class RelayTickets {

    public RelayTickets(byte[] clusterSecret, Duration lifetime, InstantSource clock) {
        throw new UnsupportedOperationException();
    }

    public String issue(ChannelId channel, long epoch) {
        throw new UnsupportedOperationException();
    }

    /** Whether the ticket is ours, unexpired, and for this channel and epoch; compares in constant time. */
    public boolean admits(String ticket, ChannelId channel, long epoch) {
        throw new UnsupportedOperationException();
    }
}
