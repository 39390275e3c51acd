package io.millrace.node;

import com.typesafe.config.Config;
import io.millrace.admission.AdmissionSettings;
import io.millrace.auth.AccessSettings;
import io.millrace.cluster.DirectorySettings;
import io.millrace.config.Settings;
import io.millrace.controlplane.api.ApiSettings;
import io.millrace.controlplane.bucket.BucketActorSettings;
import io.millrace.controlplane.channel.ChannelSettings;
import io.millrace.controlplane.nearest.NearestSettings;
import io.millrace.controlplane.oss.OssSettings;
import io.millrace.controlplane.persistence.PersistenceSettings;
import io.millrace.controlplane.token.TokenSettings;
import io.millrace.delivery.DeliverySettings;
import io.millrace.edge.EdgeSettings;
import io.millrace.node.health.HealthSettings;
import io.millrace.origin.OriginSettings;
import io.millrace.rtmp.connection.RtmpConnectionSettings;
import io.millrace.storage.StoreSettings;
import io.millrace.webhook.WebhookSettings;
import java.nio.file.Path;

/** The settings of all parts of a node, read as a whole before the first of them starts: a wrong one starts nothing. */
record PartSettings(
        OriginSettings origin,
        EdgeSettings edge,
        AdmissionSettings admission,
        Rtmp rtmp,
        DeliverySettings delivery,
        StoreSettings store,
        HealthSettings health,
        AccessSettings access,
        String clusterSecret,
        DirectorySettings directory,
        ChannelSettings channels,
        BucketActorSettings buckets,
        TokenSettings tokens,
        PersistenceSettings persistence,
        ApiSettings api,
        OssSettings oss,
        NearestSettings nearest,
        WebhookSettings webhook) {

    /** The public RTMP listeners. */
    record Rtmp(String host, int port, int tlsPort, RtmpConnectionSettings connection) {}

    static PartSettings from(Config config, Path data) {
        return new PartSettings(
                OriginSettings.from(config),
                EdgeSettings.from(config),
                AdmissionSettings.from(config),
                rtmp(config),
                DeliverySettings.from(Settings.of(config, "millrace.delivery")),
                StoreSettings.from(Settings.of(config, "millrace.storage")),
                HealthSettings.from(Settings.of(config, "millrace.health")),
                AccessSettings.from(Settings.of(config, "millrace.access")),
                Settings.of(config, "millrace.cluster").text("secret"),
                DirectorySettings.from(Settings.of(config, "millrace.cluster")),
                ChannelSettings.from(Settings.of(config, "millrace.channel")),
                BucketActorSettings.from(Settings.of(config, "millrace.bucket")),
                TokenSettings.from(Settings.of(config, "millrace.token")),
                PersistenceSettings.from(Settings.of(config, "millrace.persistence"), data),
                ApiSettings.from(Settings.of(config, "millrace.api")),
                OssSettings.from(Settings.of(config, "millrace.oss")),
                NearestSettings.from(Settings.of(config, "millrace.nearest")),
                WebhookSettings.from(Settings.of(config, "millrace.webhook")));
    }

    private static Rtmp rtmp(Config config) {
        Settings rtmp = Settings.of(config, "millrace.rtmp");
        return new Rtmp(
                rtmp.text("host"),
                rtmp.integer("port", 0, 65535),
                Settings.of(config, "millrace.rtmps").integer("port", 0, 65535),
                RtmpConnectionSettings.from(rtmp));
    }
}
