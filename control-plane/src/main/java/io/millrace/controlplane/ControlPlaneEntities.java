package io.millrace.controlplane;

import akka.actor.typed.ActorSystem;
import akka.cluster.sharding.typed.ClusterShardingSettings;
import akka.cluster.sharding.typed.javadsl.ClusterSharding;
import akka.cluster.sharding.typed.javadsl.Entity;
import io.millrace.channel.ChannelId;
import io.millrace.channel.ClusterChannels;
import io.millrace.controlplane.bucket.BucketActorSettings;
import io.millrace.controlplane.bucket.BucketEntities;
import io.millrace.controlplane.channel.ChannelServices;
import io.millrace.controlplane.channel.LiveChannel;
import io.millrace.controlplane.webhook.DeliveryEntities;
import io.millrace.controlplane.webhook.DeliveryServices;
import java.time.InstantSource;

/** The sharded actors of a control-plane node. */
public final class ControlPlaneEntities {
    private ControlPlaneEntities() {}

    /**
     * Starts the four kinds of entities on this node, which must have the role {@link ClusterChannels#ROLE} and the
     * journal's schema. The actors see to their own passivation, since one that is live never
     * passivates; they stop on sharding's own stop message.
     *
     * @param cluster the way to them
     */
    public static void start(
            ActorSystem<?> system,
            ClusterChannels cluster,
            ChannelServices channelServices,
            DeliveryServices deliveryServices,
            BucketActorSettings buckets,
            InstantSource clock) {
        ClusterSharding sharding = ClusterSharding.get(system);
        ClusterShardingSettings settings = ClusterShardingSettings.create(system)
                .withRole(ClusterChannels.ROLE)
                .withNoPassivationStrategy();
        sharding.init(Entity.of(ClusterChannels.CHANNEL, entity -> LiveChannel.create(
                                ChannelId.ofEntityId(entity.getEntityId()), channelServices, entity.getShard())
                        .narrow())
                .withSettings(settings));
        BucketEntities.init(sharding, settings, cluster, buckets, clock);
        DeliveryEntities.init(sharding, settings, deliveryServices);
    }
}
