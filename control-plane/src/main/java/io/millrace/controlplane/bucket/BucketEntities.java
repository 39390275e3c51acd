package io.millrace.controlplane.bucket;

import akka.cluster.sharding.typed.ClusterShardingSettings;
import akka.cluster.sharding.typed.javadsl.ClusterSharding;
import akka.cluster.sharding.typed.javadsl.Entity;
import io.millrace.channel.ClusterChannels;
import java.time.InstantSource;

/** Starts the Bucket and BucketIndex entities on a node. */
public final class BucketEntities {
    private BucketEntities() {}

    public static void init(
            ClusterSharding sharding,
            ClusterShardingSettings sharded,
            ClusterChannels cluster,
            BucketActorSettings settings,
            InstantSource clock) {
        BucketServices services = BucketServices.of(cluster, settings.answerTimeout());
        sharding.init(Entity.of(ClusterChannels.BUCKET, entity -> Bucket.create(
                                entity.getEntityId(), settings, services, clock, entity.getShard())
                        .narrow())
                .withSettings(sharded));
        sharding.init(Entity.of(ClusterChannels.BUCKET_INDEX, entity -> BucketIndex.create(settings))
                .withSettings(sharded));
    }
}
