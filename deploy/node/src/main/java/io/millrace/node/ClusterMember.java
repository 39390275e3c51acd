package io.millrace.node;

import akka.Done;
import akka.actor.BootstrapSetup;
import akka.actor.setup.ActorSystemSetup;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.Behaviors;
import akka.cluster.Member;
import akka.cluster.typed.Cluster;
import akka.cluster.typed.Join;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Starts the actor system of a node and makes it a member of a cluster. */
final class ClusterMember {
    private static final String SYSTEM_NAME = "millrace";

    private ClusterMember() {}

    /** An actor system that listens for other nodes but is in no cluster yet. */
    static ActorSystem<Done> start(Config config, NodeSettings settings, ManagementSetup management) {
        Config addresses = ConfigFactory.parseMap(
                Map.of(
                        "akka.remote.artery.canonical.hostname", settings.remotingHost(),
                        "akka.remote.artery.canonical.port", settings.remotingPort(),
                        "akka.management.http.hostname", settings.managementHost(),
                        "akka.management.http.port", settings.managementPort(),
                        "akka.cluster.roles",
                                settings.roles().stream().map(Role::roleName).toList()),
                "the node's own settings");
        Config whole = addresses.withFallback(config);
        return ActorSystem.create(
                Behaviors.empty(), SYSTEM_NAME, ActorSystemSetup.create(BootstrapSetup.create(whole), management));
    }

    /** Makes the node a cluster of its own; the stage completes when it is up. */
    static CompletionStage<Void> joinItself(ActorSystem<?> system) {
        CompletableFuture<Void> up = new CompletableFuture<>();
        akka.cluster.Cluster.get(system).registerOnMemberUp(() -> up.complete(null));
        Member self = Cluster.get(system).selfMember();
        Cluster.get(system).manager().tell(Join.create(self.address()));
        return up;
    }
}
