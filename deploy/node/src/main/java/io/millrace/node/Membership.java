package io.millrace.node;

import akka.Done;
import akka.actor.CoordinatedShutdown;
import akka.actor.typed.ActorSystem;
import akka.http.javadsl.model.Uri;
import akka.management.javadsl.AkkaManagement;
import com.typesafe.config.Config;
import io.millrace.node.cluster.ClusterMember;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;

/**
 * This node's place in the cluster: its actor system and the management port that belongs to it. A system that was counted
 * out cannot come back, so that a node which outlives that begins another. Blocks its callers, which are the threads that
 * start and stop the node.
 */
final class Membership {
    private static final Duration JOIN_MARGIN = Duration.ofSeconds(5);

    private final Config config;
    private final NodeSettings settings;
    private final Supplier<ManagementSetup> management;
    private volatile ActorSystem<Done> system;

    Membership(Config config, NodeSettings settings, Supplier<ManagementSetup> management) {
        this.config = config;
        this.settings = settings;
        this.management = management;
    }

    /**
     * Starts the actor system and its management port, by which nodes may find each other.
     *
     * @return the port
     */
    int begin() {
        system = ClusterMember.start(config, settings.member(), management.get());
        Uri bound = Waiting.await(
                "listening at millrace.management.port " + settings.managementPort(),
                AkkaManagement.get(system).start());
        return bound.getPort();
    }

    /** Waits until the system is a member that is up. */
    ActorSystem<Done> join() {
        ActorSystem<Done> joining = system;
        Waiting.await(
                "joining the cluster",
                settings.cluster().joinTimeout().plus(JOIN_MARGIN),
                ClusterMember.join(joining, settings.cluster()));
        return joining;
    }

    /** Leaves the cluster in an orderly way, as far as there is one, and ends the system. */
    void leave() {
        Waiting.await(
                "ending the actor system", CoordinatedShutdown.get(system).runAll(CoordinatedShutdown.jvmExitReason()));
    }

    /** Waits until the system has ended, by whatever cause. */
    void awaitEnd() {
        try {
            system.getWhenTerminated().toCompletableFuture().get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            throw new StartException(
                    "the actor system has failed: " + e.getCause().getMessage(), e);
        }
    }
}
