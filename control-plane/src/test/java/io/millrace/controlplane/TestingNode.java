package io.millrace.controlplane;

import akka.actor.Address;
import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.AskPattern;
import akka.actor.typed.javadsl.Behaviors;
import akka.cluster.sharding.ShardRegion;
import akka.cluster.sharding.typed.GetShardRegionState;
import akka.cluster.sharding.typed.javadsl.ClusterSharding;
import akka.cluster.sharding.typed.javadsl.EntityRef;
import akka.cluster.typed.Cluster;
import akka.cluster.typed.Join;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.millrace.auth.ClusterBuckets;
import io.millrace.auth.RelayTickets;
import io.millrace.channel.ChannelId;
import io.millrace.channel.ClusterChannels;
import io.millrace.channel.OriginNode;
import io.millrace.config.Settings;
import io.millrace.controlplane.bucket.BucketActorSettings;
import io.millrace.controlplane.bucket.DefaultBucket;
import io.millrace.controlplane.channel.AkkaClusterMembers;
import io.millrace.controlplane.channel.ChannelServices;
import io.millrace.controlplane.channel.ChannelSettings;
import io.millrace.controlplane.persistence.JournalConfiguration;
import io.millrace.controlplane.persistence.JournalSchema;
import io.millrace.controlplane.persistence.PersistenceSettings;
import io.millrace.controlplane.webhook.DeliveryServices;
import io.millrace.controlplane.webhook.ShardedCallbacks;
import io.millrace.controlplane.webhook.WebhookSweep;
import io.millrace.storage.ObjectStore;
import io.millrace.webhook.EventPost;
import io.millrace.webhook.Listeners;
import io.millrace.webhook.WebhookClient;
import io.millrace.webhook.WebhookSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** A control-plane node of one, with a real cluster, sharding and journal, on ephemeral ports. */
public final class TestingNode implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final ActorSystem<Void> system;
    private final ClusterChannels channels;

    private TestingNode(ActorSystem<Void> system, ClusterChannels channels) {
        this.system = system;
        this.channels = channels;
    }

    public static TestingNode start(Path data, ObjectStore store, String overrides) throws Exception {
        Config root = ConfigFactory.parseString(overrides)
                .withFallback(ConfigFactory.parseResources("testing-node.conf"))
                .withFallback(ConfigFactory.load())
                .resolve();
        PersistenceSettings persistence = PersistenceSettings.from(Settings.of(root, "millrace.persistence"), data);
        JournalSchema.create(persistence);
        Config config = JournalConfiguration.of(persistence).withFallback(root);
        ActorSystem<Void> system = ActorSystem.create(Behaviors.empty(), "millrace", config);
        Cluster cluster = Cluster.get(system);
        cluster.manager().tell(Join.create(cluster.selfMember().address()));
        ClusterChannels channels = new ClusterChannels(ClusterSharding.get(system));
        ClusterBuckets known = new ClusterBuckets(channels, PATIENCE);
        WebhookSettings webhooks = WebhookSettings.from(Settings.of(root, "millrace.webhook"));
        WebhookClient client = new WebhookClient(webhooks);
        system.getWhenTerminated().thenRun(client::close);
        DeliveryServices deliveries = new DeliveryServices(
                webhooks,
                known,
                new EventPost(client, InstantSource.system(), webhooks.sendTimeout()),
                "akka://millrace@127.0.0.1:1#1",
                InstantSource.system(),
                new SimpleMeterRegistry());
        ChannelServices services = new ChannelServices(
                ChannelSettings.from(Settings.of(root, "millrace.channel")),
                new AkkaClusterMembers(system),
                new RelayTickets(new byte[32], Duration.ofMinutes(1), InstantSource.system()),
                store,
                InstantSource.system(),
                new ShardedCallbacks(
                        channels, known, new Listeners(List.of(), PATIENCE), "akka://millrace@127.0.0.1:1#1"),
                new SimpleMeterRegistry());
        BucketActorSettings buckets = BucketActorSettings.from(Settings.of(root, "millrace.bucket"));
        ControlPlaneEntities.start(system, channels, services, deliveries, buckets, InstantSource.system());
        new DefaultBucket(channels, buckets)
                .ensure(system)
                .toCompletableFuture()
                .get(30, TimeUnit.SECONDS);
        WebhookSweep.start(system, channels, known, webhooks.sweepInterval());
        return new TestingNode(system, channels);
    }

    public ClusterChannels channels() {
        return channels;
    }

    public ActorSystem<Void> system() {
        return system;
    }

    /** The entity ids of the channels whose actors run now. */
    public List<String> runningChannels() {
        CompletionStage<ShardRegion.CurrentShardRegionState> state = AskPattern.ask(
                ClusterSharding.get(system).shardState(),
                replyTo -> new GetShardRegionState(ClusterChannels.CHANNEL, replyTo),
                PATIENCE,
                system.scheduler());
        return state.toCompletableFuture().join().getShards().stream()
                .flatMap(shard -> shard.getEntityIds().stream())
                .toList();
    }

    /** The address by which other nodes join. */
    public Address address() {
        return Cluster.get(system).selfMember().address();
    }

    /** What a node with the role must not do. */
    public ClusterChannels connectAsIfWithoutRole() {
        return ClusterChannels.connect(system);
    }

    public OriginNode asOrigin() {
        return new OriginNode(
                OriginNode.addressOf(Cluster.get(system).selfMember().uniqueAddress()), "127.0.0.1", 1940);
    }

    public <T> ActorRef<T> ignore() {
        return system.ignoreRef();
    }

    public <M, R> R ask(EntityRef<M> entity, Function<ActorRef<R>, M> command) throws Exception {
        return entity.<R>ask(command::apply, PATIENCE)
                .toCompletableFuture()
                .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    public <R> R askChannel(String id, Function<ActorRef<R>, io.millrace.channel.ChannelCommand> command)
            throws Exception {
        return ask(channels.channel(ChannelId.ofEntityId(id)), command);
    }

    public <R> R askBucket(String name, Function<ActorRef<R>, io.millrace.channel.BucketCommand> command)
            throws Exception {
        return ask(channels.bucket(name), command);
    }

    @Override
    public void close() {
        system.terminate();
        system.getWhenTerminated()
                .toCompletableFuture()
                .orTimeout(30, TimeUnit.SECONDS)
                .join();
    }
}
