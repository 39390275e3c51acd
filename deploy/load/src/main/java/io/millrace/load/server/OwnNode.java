package io.millrace.load.server;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A node with all roles that is started for one measurement, on free ports, with nothing in its data directory. */
public final class OwnNode implements Server {
    private static final List<String> LISTENERS =
            List.of("RTMP", "RTMPS", "RELAY", "HTTP", "HTTPS", "API", "MANAGEMENT", "REMOTING");
    private static final String MANY = "100000";

    private final Child child;
    private final Listeners listeners;
    private final Allocations allocations;

    /**
     * @param launcher deploy/node/bin/millrace
     * @param jvmOptions {@code -Xmx} and such, and settings as {@code -Dmillrace...}
     * @param processors as {@code taskset -c} takes them; empty for any
     */
    public OwnNode(Path launcher, List<String> jvmOptions, String processors) {
        Path data = Child.newDirectory();
        TestingCertificate certificate = TestingCertificate.make(data);
        Map<String, String> environment = new HashMap<>();
        LISTENERS.forEach(listener -> environment.put("MILLRACE_" + listener + "_PORT", "0"));
        environment.put("MILLRACE_RTMP_MAX_CONNECTIONS_PER_ADDRESS", MANY);
        environment.put("MILLRACE_HTTP_MAX_CONNECTIONS_PER_ADDRESS", MANY);
        environment.put("MILLRACE_TLS_CERTIFICATE", certificate.chain().toString());
        environment.put("MILLRACE_TLS_PRIVATE_KEY", certificate.key().toString());
        environment.put("JAVA_HOME", System.getProperty("java.home"));
        List<String> command = new ArrayList<>(List.of(launcher.toString(), "--data", data.toString(), "--"));
        command.addAll(jvmOptions);
        child = new Child("the node", command, processors, environment, data);
        child.awaitReady(() -> child.output().lines().anyMatch(line -> line.startsWith("ready ")));
        try {
            listeners = Listeners.read(data.resolve("node.json"));
            // At once, so that what this takes of memory is not taken for a viewer's.
            allocations = Allocations.of(child.pid());
        } catch (RuntimeException e) {
            child.close();
            throw e;
        }
    }

    @Override
    public String name() {
        return "millrace";
    }

    @Override
    public URI listener(String scheme) {
        return listeners.get(scheme);
    }

    @Override
    public Optional<ServerProcess> process() {
        return Optional.of(ServerProcess.ofJava(child.pid()));
    }

    @Override
    public Optional<Allocations> allocations() {
        return Optional.of(allocations);
    }

    @Override
    public Optional<NodeCounters> counters() {
        return Optional.of(NodeCounters.read(listeners.get("management")));
    }

    @Override
    public void close() {
        allocations.close();
        child.close();
    }
}
