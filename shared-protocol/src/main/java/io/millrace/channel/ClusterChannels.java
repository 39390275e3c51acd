package io.millrace.channel;

import akka.cluster.sharding.typed.javadsl.ClusterSharding;
import akka.cluster.sharding.typed.javadsl.EntityRef;
import akka.cluster.sharding.typed.javadsl.EntityTypeKey;

/**
 * The way from any node to the actors that own channels and buckets, through cluster sharding. The entities live on
 * control-plane nodes; before the first use a node has started either the entities or proxies to them.
 */
public final class ClusterChannels {
    public static final EntityTypeKey<ChannelCommand> CHANNEL =
            EntityTypeKey.create(ChannelCommand.class, "LiveChannel");
    public static final EntityTypeKey<BucketCommand> BUCKET = EntityTypeKey.create(BucketCommand.class, "Bucket");
    public static final EntityTypeKey<BucketIndexCommand> BUCKET_INDEX =
            EntityTypeKey.create(BucketIndexCommand.class, "BucketIndex");

    private final ClusterSharding sharding;

    public ClusterChannels(ClusterSharding sharding) {
        this.sharding = sharding;
    }

    public EntityRef<ChannelCommand> channel(ChannelId id) {
        return sharding.entityRefFor(CHANNEL, id.entityId());
    }

    public EntityRef<BucketCommand> bucket(String name) {
        return sharding.entityRefFor(BUCKET, name);
    }

    public EntityRef<BucketIndexCommand> bucketIndex() {
        return sharding.entityRefFor(BUCKET_INDEX, BucketIndexCommand.ENTITY_ID);
    }
}
