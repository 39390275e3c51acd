package io.millrace.auth;

/** What somebody wants to do with a live stream. */
public enum StreamAction {
    PUBLISH,
    PLAY
}
