package io.millrace.controlplane;

import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.Behaviors;
import akka.cluster.typed.Cluster;
import akka.cluster.typed.Join;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.millrace.channel.ClusterChannels;
import io.millrace.channel.OriginNode;
import java.util.concurrent.TimeUnit;

/** A node that is no control-plane node, in the cluster of one that is. */
final class TestingMediaNode implements AutoCloseable {
    private final ActorSystem<Void> system;
    private final ClusterChannels channels;

    private TestingMediaNode(ActorSystem<Void> system, ClusterChannels channels) {
        this.system = system;
        this.channels = channels;
    }

    static TestingMediaNode join(TestingNode node) {
        Config config = ConfigFactory.parseString("akka.cluster.roles = [edge]")
                .withFallback(ConfigFactory.parseResources("testing-node.conf"))
                .withFallback(ConfigFactory.load())
                .resolve();
        ActorSystem<Void> system = ActorSystem.create(Behaviors.empty(), "millrace", config);
        Cluster.get(system).manager().tell(Join.create(node.address()));
        return new TestingMediaNode(system, ClusterChannels.connect(system));
    }

    ActorSystem<Void> system() {
        return system;
    }

    OriginNode asOrigin() {
        return new OriginNode(
                OriginNode.addressOf(Cluster.get(system).selfMember().uniqueAddress()), "127.0.0.1", 1940);
    }

    ClusterChannels channels() {
        return channels;
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
