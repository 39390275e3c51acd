package io.millrace.controlplane.webhook;

import akka.cluster.sharding.typed.ClusterShardingSettings;
import akka.cluster.sharding.typed.javadsl.ClusterSharding;
import akka.cluster.sharding.typed.javadsl.Entity;
import io.millrace.channel.ChannelId;
import io.millrace.channel.ClusterChannels;

/** Starts the WebhookDelivery entities on a node. */
public final class DeliveryEntities {
    private DeliveryEntities() {}

    public static void init(ClusterSharding sharding, ClusterShardingSettings sharded, DeliveryServices services) {
        sharding.init(Entity.of(ClusterChannels.DELIVERY, entity -> WebhookDelivery.create(
                                ChannelId.ofEntityId(entity.getEntityId()), services, entity.getShard())
                        .narrow())
                .withSettings(sharded));
    }
}
