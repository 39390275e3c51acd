package io.millrace.origin;

import com.typesafe.config.Config;
import io.millrace.config.Settings;
import io.millrace.origin.feed.FeedSettings;
import io.millrace.origin.publish.PublishSettings;
import io.millrace.origin.segment.SegmentSettings;
import io.millrace.relay.RelayListenerSettings;
import io.millrace.rtmp.connection.RtmpConnectionSettings;
import io.millrace.stream.StreamLogSettings;

/**
 * All that the origin role is set by: {@code millrace.origin} and {@code millrace.relay}, and of what it shares with
 * other roles {@code millrace.rtmp} and {@code millrace.stream}.
 */
public record OriginSettings(
        PublishSettings publish,
        FeedSettings feed,
        SegmentSettings segment,
        RelayListenerSettings relay,
        RtmpConnectionSettings rtmp,
        StreamLogSettings streamLog) {

    /** @param root the whole configuration */
    public static OriginSettings from(Config root) {
        Settings origin = Settings.of(root, "millrace.origin");
        return new OriginSettings(
                PublishSettings.from(origin),
                FeedSettings.from(origin.at("feed")),
                SegmentSettings.from(origin.at("segment")),
                RelayListenerSettings.from(Settings.of(root, "millrace.relay")),
                RtmpConnectionSettings.from(Settings.of(root, "millrace.rtmp")),
                StreamLogSettings.from(Settings.of(root, "millrace.stream")));
    }
}
