package io.millrace.origin;

import akka.actor.typed.ActorSystem;
import akka.actor.typed.RecipientRef;
import io.micrometer.core.instrument.MeterRegistry;
import io.millrace.admission.Admission;
import io.millrace.auth.LiveRights;
import io.millrace.auth.StreamAccess;
import io.millrace.channel.BucketCommand;
import io.millrace.channel.ChannelCommand;
import io.millrace.channel.ChannelId;
import io.millrace.quota.BucketQuotas;
import io.millrace.storage.ObjectStore;
import io.millrace.webhook.RtmpCallbacks;
import java.time.InstantSource;
import java.util.function.Function;

/**
 * What the node lends to its origin role; the origin closes none of it.
 *
 * @param system a member of the cluster
 * @param relayPort where this node's relay listener listens
 * @param channels the way to a channel's actor: {@code ClusterChannels::channel}
 * @param buckets the way to a bucket's actor by its name: {@code ClusterChannels::bucket}
 */
public record OriginServices(
        ActorSystem<?> system,
        int relayPort,
        StreamAccess access,
        LiveRights rights,
        BucketQuotas quotas,
        RtmpCallbacks callbacks,
        Function<ChannelId, RecipientRef<ChannelCommand>> channels,
        Function<String, RecipientRef<BucketCommand>> buckets,
        ObjectStore store,
        Admission admission,
        MeterRegistry meters,
        InstantSource clock) {}
