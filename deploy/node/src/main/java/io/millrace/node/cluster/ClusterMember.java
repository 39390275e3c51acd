package io.millrace.node.cluster;

import akka.Done;
import akka.actor.BootstrapSetup;
import akka.actor.setup.ActorSystemSetup;
import akka.actor.setup.Setup;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.Props;
import akka.actor.typed.javadsl.Behaviors;
import akka.cluster.Cluster;
import akka.management.cluster.bootstrap.ClusterBootstrap;
import com.typesafe.config.Config;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/** Starts the actor system of a node and makes it a member of a cluster. */
public final class ClusterMember {
    private ClusterMember() {}

    /**
     * An actor system that listens for other nodes but is in no cluster yet.
     *
     * @param config what is not the node's own affair
     * @param setup is handed to the system
     */
    public static ActorSystem<Done> start(Config config, MemberSettings settings, Setup setup) {
        Config whole = ClusterConfiguration.of(settings).withFallback(config);
        ActorSystem<Done> system = ActorSystem.create(
                Behaviors.empty(),
                ClusterConfiguration.SYSTEM_NAME,
                ActorSystemSetup.create(BootstrapSetup.create(whole), setup));
        system.systemActorOf(Outsiders.create(), "millrace-outsiders", Props.empty());
        return system;
    }

    /**
     * Looks for the cluster and joins it; with DNS or Kubernetes the management port must listen, as nodes find each
     * other by it.
     *
     * @return completes when the node is up; fails after the time for it
     */
    public static CompletionStage<Void> join(ActorSystem<?> system, ClusterSettings settings) {
        CompletableFuture<Void> up = new CompletableFuture<>();
        Cluster cluster = Cluster.get(system);
        cluster.registerOnMemberUp(() -> up.complete(null));
        switch (settings.forming()) {
            case ALONE -> cluster.join(cluster.selfAddress());
            case SEEDS -> {
                // The cluster extension has begun already, as its seed nodes are configured.
            }
            case DNS, KUBERNETES -> ClusterBootstrap.get(system).start();
        }
        return up.orTimeout(settings.joinTimeout().toMillis(), TimeUnit.MILLISECONDS)
                .exceptionallyCompose(timeout -> CompletableFuture.failedFuture(new ClusterUnreachableException(
                        "no member of a cluster within " + settings.joinTimeout() + ": " + hint(settings))));
    }

    private static String hint(ClusterSettings settings) {
        return switch (settings.forming()) {
            case ALONE -> "not even alone";
            case SEEDS ->
                "is one of millrace.cluster.seeds up and reachable, and are they the same on all nodes? "
                        + settings.seeds();
            case DNS, KUBERNETES ->
                "are there " + settings.contactPoints() + " nodes to be found by " + settings.service()
                        + ", and their management ports reachable?";
        };
    }
}
