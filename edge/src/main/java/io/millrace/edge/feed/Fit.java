package io.millrace.edge.feed;

/** Whether a format carries anything of a feed. */
public enum Fit {
    CARRIED,
    /** What the feed carries has not shown yet. */
    UNKNOWN,
    /** The feed's tracks are of codings that the format has no place for. */
    NOT_CARRIED
}
