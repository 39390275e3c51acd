package io.millrace.controlplane.oss;

import io.millrace.channel.ChannelStatus;
import java.util.Locale;
import java.util.Optional;

/** A channel's status as the API writes it: {@code enabled} or {@code disabled}. */
final class ChannelStatusText {
    private ChannelStatusText() {}

    static Optional<ChannelStatus> parse(String text) {
        for (ChannelStatus status : ChannelStatus.values()) {
            if (of(status).equals(text)) {
                return Optional.of(status);
            }
        }
        return Optional.empty();
    }

    static String of(ChannelStatus status) {
        return status.name().toLowerCase(Locale.ROOT);
    }
}
