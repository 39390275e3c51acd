package io.millrace.systemtest;

import io.millrace.storage.TestingS3;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A whole cluster of real nodes on this machine: three control-plane nodes, two origins, two edges, each a process with
 * the standard ports on a loopback address of its own; beside them a PostgreSQL server and an S3 server.
 */
final class TestingCluster implements AutoCloseable {
    static final String KEY_ID = "cluster";
    static final String KEY_SECRET = "the-secret-of-a-testing-cluster";

    private static final List<String> NAMES =
            List.of("control-plane1", "control-plane2", "control-plane3", "origin1", "origin2", "edge1", "edge2");
    private static final Duration START_LIMIT = Duration.ofMinutes(2);
    private static final int REMOTING_PORT = 25520;

    private static final Duration STEP_LIMIT = Duration.ofMinutes(2);

    private final Path directory;
    private final TestingNetwork network;
    private final TestingDatabase database;
    private final TestingS3 store;
    private final Map<String, ClusterNode> nodes = new LinkedHashMap<>();

    private TestingCluster(Path directory) {
        this.directory = directory;
        this.network = TestingNetwork.open();
        this.database = new TestingDatabase(directory.resolve("database"));
        this.store = startStore();
    }

    private TestingS3 startStore() {
        try {
            return TestingS3.start(Files.createDirectories(directory.resolve("store")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (RuntimeException e) {
            database.close();
            network.close();
            throw e;
        }
    }

    /** Starts all of it, and waits until every node is ready. */
    static TestingCluster start(Path directory) {
        TestingCluster cluster = new TestingCluster(directory);
        try {
            cluster.startNodes();
            return cluster;
        } catch (RuntimeException | Error e) {
            cluster.close();
            throw e;
        }
    }

    private void startNodes() {
        Map<String, String> hosts = new LinkedHashMap<>();
        for (String name : NAMES) {
            hosts.put(name, network.add(name));
        }
        String seeds = hosts.values().stream()
                .map(host -> '"' + host + ":" + REMOTING_PORT + '"')
                .collect(Collectors.joining(", "));
        hosts.forEach((name, host) -> {
            Path data = directory.resolve(name);
            Path configuration = directory.resolve(name + ".conf");
            write(configuration, configuration(name.replaceAll("\\d", ""), host, seeds, data));
            nodes.put(name, new ClusterNode(network, name, host, data, configuration));
        });
        nodes.values().forEach(ClusterNode::launch);
        nodes.values().forEach(node -> node.awaitReady(START_LIMIT));
        awaitWhole();
        openBucket();
    }

    /** A new cluster's bucket is for clients on the node's own machine, which need not be this one. */
    private void openBucket() {
        NodeScript.run(
                "oss-step.js", Map.of(), STEP_LIMIT, anyControlPlane().api(), KEY_ID, KEY_SECRET, "live", "open");
    }

    private String configuration(String role, String host, String seeds, Path data) {
        return """
                millrace {
                  roles = ["%1$s"], data = "%4$s"
                  rtmp.trusted-proxies = ["127.0.0.0/8", "10.0.0.0/8"]
                  rtmp.host = "%2$s", relay.host = "%2$s", http.host = "%2$s", api.host = "%2$s"
                  management.host = "%2$s", remoting.host = "%2$s"
                  cluster { forming = seeds, seeds = [%3$s], secret = "a-secret-that-all-nodes-of-the-cluster-share" }
                  webhook { allow-networks = ["127.0.0.0/8", "10.0.0.0/8"], retry-max = 1s }
                  access.keys = [{ id = "%5$s", secret = "%6$s" }]
                  persistence { profile = postgresql, url = "%7$s", user = postgres, password = postgres }
                  storage {
                    kind = s3
                    s3 { endpoint = "%8$s", bucket = "%9$s", access-key = none, secret-key = none }
                  }
                }
                """
                .formatted(
                        role,
                        host,
                        seeds,
                        data,
                        KEY_ID,
                        KEY_SECRET,
                        database.url(network.address()),
                        store.endpoint(network.address()),
                        TestingS3.BUCKET);
    }

    private void write(Path configuration, String text) {
        try {
            Files.writeString(configuration, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** For clients that speak to these of its nodes. */
    Target target(String controlPlane, String origin, String edge) {
        return new Target(
                node(origin).rtmp(),
                node(edge).rtmp(),
                node(edge).http(),
                node(controlPlane).api(),
                KEY_ID,
                KEY_SECRET);
    }

    ClusterNode node(String name) {
        return nodes.get(name);
    }

    Collection<ClusterNode> nodes() {
        return List.copyOf(nodes.values());
    }

    List<ClusterNode> controlPlane() {
        return nodes.values().stream()
                .filter(node -> node.name().startsWith("control-plane"))
                .toList();
    }

    TestingDatabase database() {
        return database;
    }

    TestingS3 store() {
        return store;
    }

    /** A control-plane node that runs. */
    ClusterNode anyControlPlane() {
        return controlPlane().stream().filter(ClusterNode::isAlive).findFirst().orElseThrow();
    }

    TestingNetwork network() {
        return network;
    }

    /** Starts what does not run, in place of what is frozen, too, and waits until every node sees every other one up. */
    void mend() {
        network.heal();
        nodes.values().stream().filter(ClusterNode::isFrozen).forEach(ClusterNode::kill);
        List<ClusterNode> dead =
                nodes.values().stream().filter(node -> !node.isAlive()).toList();
        dead.forEach(ClusterNode::launch);
        dead.forEach(node -> node.awaitReady(START_LIMIT));
        awaitWhole();
    }

    private void awaitWhole() {
        for (ClusterNode node : nodes.values()) {
            Await.until(
                    node.name() + " sees all nodes",
                    START_LIMIT,
                    () -> {
                        nodes.values().forEach(ClusterNode::restartIfCountedOut);
                        return node.members();
                    },
                    members -> members.up() == nodes.size() && members.unreachable() == 0);
        }
    }

    @Override
    public void close() {
        nodes.values().forEach(ClusterNode::terminate);
        nodes.values().forEach(ClusterNode::close);
        store.close();
        database.close();
        network.close();
    }
}
