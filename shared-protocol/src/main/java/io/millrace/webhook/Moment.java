package io.millrace.webhook;

import io.millrace.channel.Webhook;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** When a callback comes, and what either style calls that; a style that has no event for it has no name. */
public enum Moment {
    CONNECT("preConnect", "on_connect"),
    CONNECTED("postConnect", ""),
    DISCONNECTED("doneConnect", "on_close"),
    PUBLISH("prePublish", ""),
    /** SRS tells a publish once: it is asked before, if it may refuse, and told by the channel's journal else. */
    PUBLISHED("postPublish", "on_publish"),
    UNPUBLISHED("donePublish", "on_unpublish"),
    PLAY("prePlay", "on_play"),
    PLAYED("postPlay", ""),
    STOPPED("donePlay", "on_stop"),
    SEGMENT("", "on_hls");

    private final String nodeMediaServer;
    private final String srs;

    Moment(String nodeMediaServer, String srs) {
        this.nodeMediaServer = nodeMediaServer;
        this.srs = srs;
    }

    /** The event's name in that style, if it has one. */
    public Optional<String> name(Webhook.Style style) {
        String name = style == Webhook.Style.SRS ? srs : nodeMediaServer;
        return name.isEmpty() ? Optional.empty() : Optional.of(name);
    }

    /** The event's name for a webhook that wants it. */
    public Optional<String> wantedBy(Webhook webhook) {
        if (webhook.style() == Webhook.Style.SRS && webhook.refuses()) {
            // What it was asked it is not told once more.
            if (this == PUBLISHED) {
                return Optional.empty();
            }
            if (this == PUBLISH) {
                return PUBLISHED.name(webhook.style()).filter(name -> isWanted(webhook, name));
            }
        }
        return name(webhook.style()).filter(name -> isWanted(webhook, name));
    }

    private static boolean isWanted(Webhook webhook, String name) {
        return webhook.events().isEmpty() || webhook.events().contains(name);
    }

    /** All names of a style. */
    public static Set<String> names(Webhook.Style style) {
        return Arrays.stream(values())
                .flatMap(moment -> moment.name(style).stream())
                .collect(Collectors.toUnmodifiableSet());
    }
}
