package io.millrace.rtmp.mux;

import io.millrace.media.Frame;
import io.millrace.media.MediaKind;

/** Which tracks a play wants; metadata always come along. */
public enum Tracks {
    ALL(true, true),
    AUDIO(true, false),
    VIDEO(false, true),
    NONE(false, false);

    private final boolean audio;
    private final boolean video;

    Tracks(boolean audio, boolean video) {
        this.audio = audio;
        this.video = video;
    }

    public static Tracks of(boolean audio, boolean video) {
        if (audio) {
            return video ? ALL : AUDIO;
        }
        return video ? VIDEO : NONE;
    }

    boolean include(Frame frame) {
        return frame.kind() == MediaKind.SCRIPT || (frame.kind() == MediaKind.AUDIO ? audio : video);
    }
}
