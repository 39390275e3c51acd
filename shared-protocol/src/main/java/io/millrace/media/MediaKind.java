package io.millrace.media;

/** What a frame carries. */
public enum MediaKind {
    AUDIO,
    VIDEO,
    /** An AMF0 data message, of which only {@code onMetaData} concerns players. */
    SCRIPT
}
