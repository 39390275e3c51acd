package io.millrace.node;

import akka.Done;
import akka.actor.CoordinatedShutdown;
import akka.actor.typed.ActorSystem;
import akka.http.javadsl.model.Uri;
import akka.management.javadsl.AkkaManagement;
import com.typesafe.config.Config;
import io.millrace.node.cluster.ClusterMember;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * This node's place in the cluster: its actor system and the management port that belongs to it. A system that was counted
 * out cannot come back, so that a node which outlives that begins another. Blocks its callers, which are the threads that
 * start and stop the node.
 */
final class Membership {
    private static final Duration JOIN_MARGIN = Duration.ofSeconds(5);

    /** More than Akka gives the last phase of its shutdown. */
    private static final Duration TERMINATION_LIMIT = Duration.ofSeconds(6);

    private static final Logger LOG = LoggerFactory.getLogger(Membership.class);

    private final Config config;
    private final NodeSettings settings;
    private final Supplier<ManagementSetup> management;
    /** Null before the node has begun. */
    private volatile ActorSystem<Done> system;

    /** Completes when the system has ended, or does not end although it was told to. */
    private volatile CompletableFuture<Done> ended;

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
        ended = endOf(system);
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
        ActorSystem<Done> leaving = system;
        if (leaving != null) {
            Waiting.await(
                    "ending the actor system",
                    CoordinatedShutdown.get(leaving).runAll(CoordinatedShutdown.jvmExitReason()));
        }
    }

    /** An actor that waits for a database that is cut off, say, would keep a node that was counted out from ending. */
    private static CompletableFuture<Done> endOf(ActorSystem<Done> system) {
        CompletableFuture<Done> ended =
                system.getWhenTerminated().toCompletableFuture().copy();
        CoordinatedShutdown.get(system)
                .addTask(CoordinatedShutdown.PhaseBeforeActorSystemTerminate(), "millrace-end", () -> {
                    CompletableFuture.delayedExecutor(TERMINATION_LIMIT.toMillis(), TimeUnit.MILLISECONDS)
                            .execute(() -> {
                                if (ended.complete(Done.getInstance())) {
                                    LOG.warn("The actor system does not end within {}: left behind", TERMINATION_LIMIT);
                                }
                            });
                    return CompletableFuture.completedFuture(Done.getInstance());
                });
        return ended;
    }

    /** Waits until the system has ended, by whatever cause, or has had the time for it. */
    void awaitEnd() {
        try {
            ended.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            throw new StartException(
                    "the actor system has failed: " + e.getCause().getMessage(), e);
        }
    }
}
