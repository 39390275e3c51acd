package io.millrace.auth;

/** Why a right that was there is there no more. */
public enum RightEnd {
    EXPIRED("has expired"),
    REVOKED("has been revoked");

    private final String verb;

    RightEnd(String verb) {
        this.verb = verb;
    }

    /** To go behind "the right to play" in a sentence for the one who had it. */
    public String verb() {
        return verb;
    }
}
