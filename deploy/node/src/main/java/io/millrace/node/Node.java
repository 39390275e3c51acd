package io.millrace.node;

import akka.Done;
import akka.actor.CoordinatedShutdown;
import akka.actor.typed.ActorSystem;
import akka.http.javadsl.model.Uri;
import akka.management.javadsl.AkkaManagement;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.typesafe.config.Config;
import io.millrace.config.ConfigurationException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One node: starts its parts in the order in which they need each other, and stops them in the reverse one. Start and
 * stop block their callers, which may be two threads: a signal can come while the node starts.
 */
final class Node {
    /** Where the running node can be reached, and an access key to its API; for programs that start a node. */
    static final String NODE_FILE = "node.json";

    private static final Logger LOG = LoggerFactory.getLogger(Node.class);
    private static final Duration START_DEADLINE = Duration.ofMinutes(1);

    private final Config config;
    private final NodeSettings settings;
    private final CountDownLatch ended = new CountDownLatch(1);
    private final Deque<Ending> endings = new ArrayDeque<>();
    private volatile boolean listening;

    /** What is left to close once the actor system has terminated. */
    private record Ending(String name, AutoCloseable action) {}

    Node(Config config, NodeSettings settings) {
        this.config = config;
        this.settings = settings;
    }

    /**
     * Starts everything.
     *
     * @return where it listens
     * @throws ConfigurationException if a setting cannot be used
     * @throws StartException if something else is in the way
     */
    synchronized NodeAddresses start() {
        DataDirectory directory = DataDirectory.open(settings.data());
        atEnd("data directory", directory);
        Meters meters = new Meters();
        atEnd("metrics", meters);
        ActorSystem<Done> system =
                ClusterMember.start(config, settings, new ManagementSetup(meters.registry(), () -> listening));
        atEnd("actor system", () -> terminate(system));
        system.getWhenTerminated().whenComplete((done, failure) -> ended.countDown());
        await("joining the cluster", ClusterMember.joinItself(system));
        EventLoops loops = EventLoops.start(settings.eventLoopThreads());
        atEnd("event loops", () -> await("ending the event loops", loops.stop(Duration.ofSeconds(2))));
        NodeAddresses addresses = new NodeAddresses();
        Uri management = await(
                "listening at millrace.management.port " + settings.managementPort(),
                AkkaManagement.get(system).start());
        addresses.add("management", "http", settings.managementHost(), management.getPort());
        listening = true;
        writeNodeFile(directory, addresses);
        return addresses;
    }

    private void atEnd(String name, AutoCloseable action) {
        endings.push(new Ending(name, action));
    }

    private void writeNodeFile(DataDirectory directory, NodeAddresses addresses) {
        Map<String, String> content = new LinkedHashMap<>(addresses.byName());
        try {
            directory.writePrivate(
                    NODE_FILE,
                    new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(content) + "\n");
        } catch (IOException e) {
            throw new StartException("cannot write " + NODE_FILE + " in " + directory.path() + ": " + e, e);
        }
        atEnd(NODE_FILE, () -> directory.deleteFile(NODE_FILE));
    }

    /** Waits until the node has stopped, or its actor system has ended by itself. */
    void awaitEnd() {
        try {
            ended.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Stops everything that was started, in order; what fails to stop does not keep the rest from it. */
    synchronized void stop() {
        if (endings.isEmpty()) {
            return;
        }
        LOG.info("Stopping");
        listening = false;
        while (!endings.isEmpty()) {
            Ending ending = endings.pop();
            try {
                ending.action().close();
            } catch (Exception e) {
                LOG.warn("Stopping: {} did not end well", ending.name(), e);
            }
        }
        LOG.info("Stopped");
    }

    /** As {@link #stop}, but ends the process by force when that takes too long. */
    void stopOrHalt() {
        Thread watch = new Thread(
                () -> {
                    try {
                        TimeUnit.NANOSECONDS.sleep(settings.stopDeadline().toNanos());
                        System.err.println(
                                "millrace: not stopped within " + settings.stopDeadline() + ", ending by force");
                        Runtime.getRuntime().halt(1);
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                },
                "stop-deadline");
        watch.setDaemon(true);
        watch.start();
        stop();
    }

    private void terminate(ActorSystem<?> system) {
        await("ending the actor system", CoordinatedShutdown.get(system).runAll(CoordinatedShutdown.jvmExitReason()));
    }

    private static <T> T await(String what, CompletionStage<T> stage) {
        try {
            return stage.toCompletableFuture().get(START_DEADLINE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw new StartException(what + " failed: " + rootCause(e).getMessage(), e);
        } catch (TimeoutException e) {
            throw new StartException(what + " took longer than " + START_DEADLINE.toSeconds() + " s", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StartException(what + " was interrupted", e);
        }
    }

    private static Throwable rootCause(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }
}
