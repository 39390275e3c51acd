package io.millrace.controlplane.oss;

import io.millrace.channel.AudioInfo;
import io.millrace.channel.BucketReply.ChannelEntry;
import io.millrace.channel.BucketReply.ChannelPage;
import io.millrace.channel.ChannelCommand.LiveSession;
import io.millrace.channel.ChannelConfig;
import io.millrace.channel.ChannelReply;
import io.millrace.channel.ChannelStatus;
import io.millrace.channel.MediaInfo;
import io.millrace.channel.VideoInfo;

/** What is said about LiveChannels, as XML. The SDK's users see every element, so there is none that OSS has not. */
final class ChannelDocuments {
    private final PublicUrls urls;

    ChannelDocuments(PublicUrls urls) {
        this.urls = urls;
    }

    String created(String bucket, String channel, String playlistName) {
        return XmlText.document("CreateLiveChannelResult", xml -> addresses(xml, bucket, channel, playlistName));
    }

    private void addresses(XmlText xml, String bucket, String channel, String playlistName) {
        xml.element("PublishUrls", inside -> inside.element("Url", urls.publish(bucket, channel)));
        xml.element("PlayUrls", inside -> inside.element("Url", urls.play(bucket, channel, playlistName)));
    }

    String info(ChannelReply.Described described) {
        ChannelConfig config = described.config();
        return XmlText.document("LiveChannelConfiguration", xml -> xml.element("Description", config.description())
                .element("Status", ChannelStatusText.of(described.status()))
                .element("Target", target -> target.element("Type", "HLS")
                        .element("FragDuration", config.fragDurationSeconds())
                        .element("FragCount", config.fragCount())
                        .element("PlaylistName", config.playlistName())));
    }

    String stat(ChannelReply.Status status) {
        return XmlText.document("LiveChannelStat", xml -> {
            if (status.live().isPresent()) {
                live(xml, status.live().get());
            } else {
                xml.element("Status", status.status() == ChannelStatus.DISABLED ? "Disabled" : "Idle");
            }
        });
    }

    private static void live(XmlText xml, LiveSession session) {
        xml.element("Status", "Live");
        xml.element("ConnectedTime", session.startedAt());
        xml.element("RemoteAddr", session.remoteAddress());
        MediaInfo media = session.media().orElse(MediaInfo.NONE);
        media.video().ifPresent(video -> xml.element("Video", inside -> video(inside, video)));
        media.audio().ifPresent(audio -> xml.element("Audio", inside -> audio(inside, audio)));
    }

    private static void video(XmlText xml, VideoInfo video) {
        xml.element("Width", video.width())
                .element("Height", video.height())
                .element("FrameRate", Math.round(video.frameRate()))
                .element("Bandwidth", video.bytesPerSecond())
                .element("Codec", video.codec());
    }

    private static void audio(XmlText xml, AudioInfo audio) {
        xml.element("Bandwidth", audio.bytesPerSecond())
                .element("SampleRate", audio.sampleRate())
                .element("Codec", audio.codec());
    }

    String history(ChannelReply.Sessions sessions) {
        return XmlText.document("LiveChannelHistory", xml -> sessions.records()
                .forEach(record -> xml.element("LiveRecord", inside -> inside.element("StartTime", record.startedAt())
                        .element("EndTime", record.endedAt())
                        .element("RemoteAddr", record.remoteAddress()))));
    }

    String list(String bucket, String prefix, String marker, int maxKeys, ChannelPage page) {
        return XmlText.document("ListLiveChannelResult", xml -> {
            xml.element("Prefix", prefix)
                    .element("Marker", marker)
                    .element("MaxKeys", maxKeys)
                    .element("IsTruncated", Boolean.toString(page.nextMarker().isPresent()))
                    .element("NextMarker", page.nextMarker().orElse(""));
            page.channels().forEach(entry -> xml.element("LiveChannel", inside -> entry(inside, bucket, entry)));
        });
    }

    private void entry(XmlText xml, String bucket, ChannelEntry entry) {
        xml.element("Name", entry.name())
                .element("Description", entry.description())
                .element("Status", ChannelStatusText.of(entry.status()))
                .element("LastModified", entry.lastModified());
        addresses(xml, bucket, entry.name(), entry.playlistName());
    }
}
