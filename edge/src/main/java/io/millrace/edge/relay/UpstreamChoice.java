package io.millrace.edge.relay;

/** What an edge pulls feeds from. */
public enum UpstreamChoice {
    /** The channel's origin. */
    ORIGIN,
    /** One edge of its zone for each channel, which alone pulls from the origin. */
    ZONE
}
