package io.millrace.channel;

/** Why a session ended. */
public enum EndReason {
    /** The publisher has unpublished. */
    PUBLISHER_LEFT,
    /** The publisher's connection has ended without an unpublish; it may come back. */
    CONNECTION_LOST,
    /** A newer session took the channel over. */
    TAKEN_OVER,
    /** The channel was disabled. */
    DISABLED,
    /** The channel was deleted, or its bucket was. */
    DELETED,
    /** The origin left the cluster or restarted. */
    ORIGIN_LOST,
    /** No report came for the lease time. */
    LEASE_EXPIRED,
    /** The origin closed the publisher's connection: idle, malformed, or shutting down. */
    CLOSED_BY_ORIGIN
}
