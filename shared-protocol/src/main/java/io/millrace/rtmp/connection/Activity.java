package io.millrace.rtmp.connection;

import io.millrace.rtmp.message.RawMessage;

/** What goes on in a message stream. */
interface Activity {
    Activity NONE = new Activity() {};

    default boolean isPublish() {
        return false;
    }

    default boolean isNamed(String name) {
        return false;
    }

    /** @param message lent */
    default void onMedia(RawMessage message) {}

    default void onPause(boolean paused) {}

    default void onSelect(boolean audio, boolean video) {}

    /** The connection has ended meanwhile; {@link #onClosed} follows. */
    default void onConnectionLost() {}

    default void onClosed() {}
}
