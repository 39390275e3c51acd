package io.millrace.channel;

import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.Behaviors;
import akka.cluster.sharding.typed.javadsl.ClusterSharding;
import akka.cluster.sharding.typed.javadsl.Entity;
import akka.cluster.sharding.typed.javadsl.EntityRef;
import akka.cluster.sharding.typed.javadsl.EntityTypeKey;
import akka.cluster.typed.Cluster;

/**
 * The way from any node to the actors that own channels and buckets, through cluster sharding. The entities live on
 * control-plane nodes; before the first use a node has started either the entities or proxies to them.
 */
public final class ClusterChannels {
    /** The cluster role of the nodes where the entities live. */
    public static final String ROLE = "control-plane";

    public static final EntityTypeKey<ChannelCommand> CHANNEL =
            EntityTypeKey.create(ChannelCommand.class, "LiveChannel");
    public static final EntityTypeKey<BucketCommand> BUCKET = EntityTypeKey.create(BucketCommand.class, "Bucket");
    public static final EntityTypeKey<BucketIndexCommand> BUCKET_INDEX =
            EntityTypeKey.create(BucketIndexCommand.class, "BucketIndex");
    public static final EntityTypeKey<DeliveryCommand> DELIVERY =
            EntityTypeKey.create(DeliveryCommand.class, "WebhookDelivery");

    private volatile ClusterSharding sharding;

    /**
     * Starts the proxies on a node that is no control-plane node.
     *
     * @throws IllegalStateException on a control-plane node, which starts the entities instead
     */
    public static ClusterChannels connect(ActorSystem<?> system) {
        return new ClusterChannels(startProxies(system));
    }

    /** As {@link #connect}, for a node whose former system was counted out of the cluster: the way leads through this one. */
    public void reconnect(ActorSystem<?> system) {
        sharding = startProxies(system);
    }

    private static ClusterSharding startProxies(ActorSystem<?> system) {
        if (Cluster.get(system).selfMember().hasRole(ROLE)) {
            throw new IllegalStateException("a " + ROLE + " node starts the entities themselves");
        }
        ClusterSharding sharding = ClusterSharding.get(system);
        initProxy(sharding, CHANNEL);
        initProxy(sharding, BUCKET);
        initProxy(sharding, BUCKET_INDEX);
        initProxy(sharding, DELIVERY);
        return sharding;
    }

    /** As this node lacks the role, sharding never creates the behavior here. */
    private static <M> void initProxy(ClusterSharding sharding, EntityTypeKey<M> key) {
        sharding.init(Entity.of(key, context -> Behaviors.<M>stopped()).withRole(ROLE));
    }

    public ClusterChannels(ClusterSharding sharding) {
        this.sharding = sharding;
    }

    public EntityRef<ChannelCommand> channel(ChannelId id) {
        return sharding.entityRefFor(CHANNEL, id.entityId());
    }

    /** The actor that delivers the channel's callbacks. */
    public EntityRef<DeliveryCommand> delivery(ChannelId id) {
        return sharding.entityRefFor(DELIVERY, id.entityId());
    }

    public EntityRef<BucketCommand> bucket(String name) {
        return sharding.entityRefFor(BUCKET, name);
    }

    public EntityRef<BucketIndexCommand> bucketIndex() {
        return sharding.entityRefFor(BUCKET_INDEX, BucketIndexCommand.ENTITY_ID);
    }
}
