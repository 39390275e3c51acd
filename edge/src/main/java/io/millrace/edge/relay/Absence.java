package io.millrace.edge.relay;

/** Why there is no stream. */
public enum Absence {
    /** There is no such channel. */
    NO_SUCH_CHANNEL,
    /** Nobody publishes to it. */
    NOT_LIVE,
    /** It is live, but carries nothing that the format asked for has a place for. */
    NO_SUCH_TRACK,
    /** Where it is live could not be found out, or it is live but could not be reached. */
    UNAVAILABLE,
    /** This edge follows as many channels as it may. */
    OVERLOADED
}
