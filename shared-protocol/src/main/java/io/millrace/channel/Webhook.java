package io.millrace.channel;

import java.util.List;
import java.util.Optional;

/**
 * Where a bucket's events are sent. A part of the journal's format.
 *
 * @param name of the webhook within its bucket; an operator's word
 * @param url {@code http} or {@code https}
 * @param style whose names and members the events have
 * @param events those that are sent; empty for all of the style
 * @param secret signs what is sent (HMAC-SHA256), if there is one
 * @param refuses whether an event that asks for leave (preConnect, prePublish, prePlay, on_connect, on_publish, on_play) is
 *     refused if the receiver says so
 * @param failOpen what becomes of such an event if no answer comes in time: let in, rather than refused
 * @param timeoutMillis how long an answer may take
 */
public record Webhook(
        String name,
        String url,
        Style style,
        List<String> events,
        Optional<Secret> secret,
        boolean refuses,
        boolean failOpen,
        int timeoutMillis) {
    /** Whose events these are. */
    public enum Style {
        /** Node-Media-Server's: preConnect to donePlay. */
        NODE_MEDIA_SERVER,
        /** SRS's: on_connect to on_hls. */
        SRS
    }

    public Webhook {
        events = events == null ? List.of() : List.copyOf(events);
        secret = secret == null ? Optional.empty() : secret;
    }
}
