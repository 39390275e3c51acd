package io.millrace.node;

import akka.Done;
import akka.actor.typed.ActorSystem;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.typesafe.config.Config;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.millrace.admission.Admission;
import io.millrace.admission.Machine;
import io.millrace.admission.MemoryUse;
import io.millrace.admission.NodeLimits;
import io.millrace.auth.AccessKey;
import io.millrace.auth.ClusterSecretFile;
import io.millrace.auth.RelayTickets;
import io.millrace.channel.ClusterChannels;
import io.millrace.cluster.NodeDirectory;
import io.millrace.config.ConfigurationException;
import io.millrace.config.Settings;
import io.millrace.controlplane.token.KeyCipher;
import io.millrace.controlplane.token.Tokens;
import io.millrace.delivery.Delivery;
import io.millrace.edge.Edge;
import io.millrace.node.health.Dependency;
import io.millrace.node.health.Health;
import io.millrace.quota.BucketQuotas;
import io.millrace.storage.ObjectStore;
import io.millrace.tls.ServerTls;
import io.millrace.tls.TlsSettings;
import io.millrace.token.ClusterTokens;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One node: starts its parts in the order in which they need each other, and stops them in the reverse one. Start and
 * stop block their callers, which may be two threads: a signal can come while the node starts.
 */
final class Node {
    /** Where the running node can be reached, and an access key to its API; for programs that start a node. */
    static final String NODE_FILE = "node.json";

    private static final String CLUSTER_SECRET_FILE = "cluster-secret";
    private static final Logger LOG = LoggerFactory.getLogger(Node.class);
    /** What the rest of a node takes to stop, beside its media plane. */
    private static final Duration ACTORS_STOP = Duration.ofSeconds(5);

    private static final Duration LOOPS_STOP = Duration.ofSeconds(2);
    /** How long a start waits for the cluster's token keys, which others tell of every other second. */
    private static final Duration TOKENS_WAIT = Duration.ofSeconds(5);

    private final Config config;
    private final NodeSettings settings;
    private final PartSettings parts;
    private final Endings endings = new Endings();
    private Membership membership;
    private Optional<Consumer<ActorSystem<?>>> rejoining = Optional.empty();
    private volatile boolean listening;
    private volatile boolean stopping;

    /** @throws ConfigurationException if a setting cannot be used */
    Node(Config config) {
        this.config = config;
        this.settings = NodeSettings.from(Settings.of(config, "millrace"));
        this.parts = PartSettings.from(config, settings.data());
        checkStopDeadline();
        settings.tls().ifPresent(ServerTls::check);
    }

    private void checkStopDeadline() {
        Duration least = MediaPlane.stopLimit(settings, parts).plus(ACTORS_STOP);
        if (settings.stopDeadline().compareTo(least) < 0) {
            throw Settings.of(config, "millrace")
                    .wrong(
                            "stop-deadline",
                            settings.stopDeadline(),
                            "at least " + least.toSeconds()
                                    + " s, for what millrace.origin.drain-timeout and millrace.edge.drain-time allow");
        }
    }

    /**
     * Starts everything.
     *
     * @return where it listens
     * @throws ConfigurationException if the data directory or the certificate cannot be used
     * @throws StartException if something else is in the way
     */
    synchronized NodeAddresses start() {
        DataDirectory directory = DataDirectory.open(settings.data());
        endings.add("data directory", directory);
        Meters meters = new Meters();
        endings.add("metrics", meters);
        NodeAddresses addresses = new NodeAddresses();
        Parts lent = startParts(directory.path(), meters.registry(), addresses);
        Optional<Edge> edge = new MediaPlane(parts, lent, addresses, endings).start(settings);
        if (settings.has(Role.CONTROL_PLANE)) {
            new ApiPort(parts, settings, lent, addresses, endings).start();
        }
        listening = true;
        lent.directory().announce();
        edge.filter(role -> settings.roles().equals(Set.of(Role.EDGE)))
                .ifPresent(role -> rejoining = Optional.of(next -> {
                    lent.channels().reconnect(next);
                    lent.directory().attach(next);
                    lent.access().tokens().attach(next);
                    role.rejoin(next);
                }));
        writeNodeFile(directory, addresses, lent.access().own());
        endings.add("announcement", () -> {
            lent.status().draining(true);
            lent.directory().announce();
        });
        return addresses;
    }

    private Parts startParts(Path data, PrometheusMeterRegistry meters, NodeAddresses addresses) {
        InstantSource clock = InstantSource.system();
        Optional<ControlPlane> controlPlane =
                settings.has(Role.CONTROL_PLANE) ? Optional.of(new ControlPlane(parts)) : Optional.empty();
        Optional<ServerTls> tls = settings.tls().map(files -> startTls(files, clock, meters));
        EventLoops loops = EventLoops.start(settings.eventLoopThreads(), settings.transport());
        endings.add("event loops", () -> Waiting.await("ending the event loops", loops.stop(LOOPS_STOP)));
        ObjectStore store = ObjectStores.open(parts.store(), data, meters, clock);
        endings.add("object store", store);
        Health health = watchDependencies(controlPlane, store, meters, clock);
        membership = new Membership(
                controlPlane.map(part -> part.journal().withFallback(config)).orElse(config),
                settings,
                () -> new ManagementSetup(meters, () -> listening, health));
        endings.add("actor system", membership::leave);
        addresses.add("management", "http", settings.managementHost(), membership.begin());
        ActorSystem<Done> system = membership.join();
        // Waits for a database that is not there yet, as a live node that is not ready.
        controlPlane.ifPresent(ControlPlane::prepareJournal);
        byte[] secret = ClusterSecretFile.secret(parts.clusterSecret(), data.resolve(CLUSTER_SECRET_FILE));
        RelayTickets tickets = new RelayTickets(secret, parts.origin().relay().ticketLifetime(), clock);
        NodeCallbacks callbacks = NodeCallbacks.start(parts.webhook(), parts.access(), clock, meters, endings);
        ClusterChannels channels = controlPlane
                .map(part -> part.start(system, tickets, store, callbacks, clock, meters))
                .orElseGet(() -> ClusterChannels.connect(system));
        Optional<Tokens> tokens = controlPlane.map(part -> part.startTokens(system, new KeyCipher(secret), clock));
        Access access = Access.of(parts.access(), data, channels, knownTokens(system), clock);
        Delivery delivery = new Delivery(parts.delivery(), meters);
        Admission admission = admission(delivery, loops, meters);
        OwnStatus status = new OwnStatus(settings, parts.directory().zone());
        NodeDirectory directory = new NodeDirectory(parts.directory().announceInterval(), status);
        BucketQuotas quotas = new BucketQuotas(directory::nodes, directory::self, System::nanoTime);
        status.quotas(quotas);
        directory.attach(system);
        return new Parts(
                system,
                channels,
                directory,
                status,
                access,
                tokens,
                callbacks.own(system, channels, access.buckets()),
                tickets,
                store,
                delivery,
                admission,
                quotas,
                loops,
                tls,
                meters,
                clock);
    }

    /** Without the cluster's keys a node starts all the same; it lets nobody in by a token until it has them. */
    private static ClusterTokens knownTokens(ActorSystem<?> system) {
        ClusterTokens tokens = new ClusterTokens();
        tokens.attach(system);
        try {
            tokens.whenReady().toCompletableFuture().get(TOKENS_WAIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            LOG.warn("No token can be checked yet: the cluster has not told by which keys");
        } catch (ExecutionException e) {
            throw new StartException("cannot learn by which keys tokens are checked", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return tokens;
    }

    private ServerTls startTls(TlsSettings files, InstantSource clock, PrometheusMeterRegistry meters) {
        ServerTls tls = ServerTls.start(files, clock, meters);
        endings.add("certificate", tls);
        return tls;
    }

    private Admission admission(Delivery delivery, EventLoops loops, PrometheusMeterRegistry meters) {
        NodeLimits limits = NodeLimits.of(parts.admission(), Machine.current());
        if (settings.has(Role.ORIGIN) || settings.has(Role.EDGE)) {
            LOG.info("Room for {}", limits);
        }
        Admission admission = new Admission(limits, delivery, MemoryUse::now, meters);
        admission.start(loops.workers(), parts.admission().interval());
        return admission;
    }

    private Health watchDependencies(
            Optional<ControlPlane> controlPlane,
            ObjectStore store,
            PrometheusMeterRegistry meters,
            InstantSource clock) {
        List<Dependency> dependencies = new ArrayList<>();
        dependencies.add(Dependencies.store(settings, store, parts.health().timeout()));
        controlPlane.map(ControlPlane::probe).ifPresent(probe -> {
            endings.add("database probe", probe);
            dependencies.add(Dependencies.database(probe));
        });
        Health health = new Health(dependencies, parts.health(), meters, clock);
        endings.add("health", health);
        return health;
    }

    private void writeNodeFile(DataDirectory directory, NodeAddresses addresses, AccessKey key) {
        Map<String, String> content = new LinkedHashMap<>(addresses.byName());
        content.put("accessKeyId", key.id());
        content.put("accessKeySecret", key.secret());
        try {
            directory.writePrivate(
                    NODE_FILE,
                    new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(content) + "\n");
        } catch (IOException e) {
            throw new StartException("cannot write " + NODE_FILE + " in " + directory.path() + ": " + e, e);
        }
        endings.add(NODE_FILE, () -> directory.deleteFile(NODE_FILE));
    }

    /**
     * Waits for the node's end. An edge that the cluster has counted out keeps its viewers meanwhile and joins again.
     *
     * @return whether the end was ordered; else the cluster has removed this node, or a part of Akka has failed
     */
    boolean awaitEnd() {
        membership.awaitEnd();
        while (!stopping && rejoining.isPresent()) {
            LOG.warn("The cluster has counted this edge out: its viewers stay, and it joins again");
            try {
                membership.begin();
                rejoining.get().accept(membership.join());
                LOG.info("Member of the cluster again");
            } catch (StartException e) {
                LOG.warn("Could not join again: {}", e.getMessage());
                membership.leave();
            }
            membership.awaitEnd();
        }
        return stopping;
    }

    /**
     * Stops everything that was started, in order: the node is not ready from now on and says so to the others, takes
     * nothing new, ends its API, lets publishers and then viewers go, and leaves the cluster with its actors last.
     */
    synchronized void stop() {
        if (endings.isEmpty()) {
            return;
        }
        LOG.info("Stopping");
        stopping = true;
        listening = false;
        endings.run();
        LOG.info("Stopped");
    }

    Path data() {
        return settings.data();
    }

    /** As {@link #stop}, but ends the process by force when that takes too long. */
    void stopOrHalt() {
        Thread watch = new Thread(this::haltAtDeadline, "stop-deadline");
        watch.setDaemon(true);
        watch.start();
        stop();
    }

    private void haltAtDeadline() {
        try {
            TimeUnit.NANOSECONDS.sleep(settings.stopDeadline().toNanos());
            System.err.println("millrace: not stopped within " + settings.stopDeadline() + ", ending by force");
            Runtime.getRuntime().halt(1);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
