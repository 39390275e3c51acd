package io.millrace.origin.publish;

import java.nio.charset.StandardCharsets;

/** The rule for a playlist's name that a publish address chooses, as for one that a channel's configuration does. */
final class PlaylistName {
    private static final int MIN_BYTES = 6;
    private static final int MAX_BYTES = 128;

    private PlaylistName() {}

    static boolean isValid(String name) {
        int bytes = name.getBytes(StandardCharsets.UTF_8).length;
        return bytes >= MIN_BYTES
                && bytes <= MAX_BYTES
                && name.endsWith(".m3u8")
                && name.chars().noneMatch(c -> c == '/' || c < 0x20 || c == 0x7f);
    }
}
