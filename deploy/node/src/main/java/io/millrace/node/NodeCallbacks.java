package io.millrace.node;

import akka.actor.typed.ActorSystem;
import akka.cluster.typed.Cluster;
import io.micrometer.core.instrument.MeterRegistry;
import io.millrace.auth.AccessSettings;
import io.millrace.auth.Buckets;
import io.millrace.auth.CachedBuckets;
import io.millrace.auth.ClusterBuckets;
import io.millrace.channel.ClusterChannels;
import io.millrace.channel.DeliveryCommand;
import io.millrace.channel.OriginNode;
import io.millrace.controlplane.channel.ChannelCallbacks;
import io.millrace.controlplane.webhook.DeliveryServices;
import io.millrace.controlplane.webhook.ShardedCallbacks;
import io.millrace.webhook.Callbacks;
import io.millrace.webhook.EventPost;
import io.millrace.webhook.Listeners;
import io.millrace.webhook.WebhookClient;
import io.millrace.webhook.WebhookSettings;
import java.time.InstantSource;

/** What this node has for callbacks: one client and one set of listeners for all its roles. */
record NodeCallbacks(
        WebhookSettings settings,
        AccessSettings access,
        WebhookClient client,
        Listeners listeners,
        InstantSource clock,
        MeterRegistry meters) {

    static NodeCallbacks start(
            WebhookSettings settings,
            AccessSettings access,
            InstantSource clock,
            MeterRegistry meters,
            Endings endings) {
        WebhookClient client = new WebhookClient(settings);
        endings.add("webhook client", client);
        Listeners listeners = Listeners.find(settings.sendTimeout());
        endings.add("callback listeners", listeners);
        return new NodeCallbacks(settings, access, client, listeners, clock, meters);
    }

    /** What this node asks and tells itself. */
    Callbacks own(ActorSystem<?> system, ClusterChannels channels, Buckets buckets) {
        return new Callbacks(
                settings,
                buckets,
                client,
                listeners,
                (channel, fact) -> channels.delivery(channel).tell(new DeliveryCommand.Append(fact)),
                nameOf(system),
                clock,
                meters);
    }

    Buckets buckets(ClusterChannels channels) {
        return new CachedBuckets(new ClusterBuckets(channels, access.answerTimeout()), access);
    }

    /** The way of the channels' facts. */
    ChannelCallbacks ofChannels(ActorSystem<?> system, ClusterChannels channels, Buckets buckets) {
        return new ShardedCallbacks(channels, buckets, listeners, nameOf(system));
    }

    DeliveryServices deliveries(ActorSystem<?> system, Buckets buckets) {
        return new DeliveryServices(
                settings, buckets, new EventPost(client, clock, settings.sendTimeout()), nameOf(system), clock, meters);
    }

    private static String nameOf(ActorSystem<?> system) {
        return OriginNode.addressOf(Cluster.get(system).selfMember().uniqueAddress());
    }
}
