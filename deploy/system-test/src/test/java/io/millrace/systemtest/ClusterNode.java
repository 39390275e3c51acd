package io.millrace.systemtest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** One node of a {@link TestingCluster}: a process that can be ended in every way and started again. */
final class ClusterNode implements AutoCloseable {
    private static final String COUNTED_OUT = "no member of the cluster any more";

    private static final Duration STOP_LIMIT = Duration.ofMinutes(1);
    private static final Duration SIGNAL_LIMIT = Duration.ofMinutes(1);

    private final TestingNetwork network;
    private final String name;
    private final String host;
    private final Path data;
    private final Path configuration;
    private Program program;
    private boolean frozen;

    /** How many members a node sees. */
    record Members(int up, int others, int unreachable) {}

    ClusterNode(TestingNetwork network, String name, String host, Path data, Path configuration) {
        this.network = network;
        this.name = name;
        this.host = host;
        this.data = data;
        this.configuration = configuration;
    }

    /**
     * Starts the process; {@link #awaitReady} waits for what comes of it.
     *
     * @param jvmOptions besides the usual ones
     */
    void launch(String... jvmOptions) {
        List<String> arguments = new ArrayList<>(
                List.of("--config", configuration.toString(), "--data", data.toString(), "--", "-Xmx256m"));
        arguments.addAll(List.of(jvmOptions));
        program = Program.start(
                name,
                network.command(name, TestingNode.command(arguments)),
                Map.of("JAVA_HOME", System.getProperty("java.home"), "MILLRACE_JAVA_OPTS", QuickStart.options()));
    }

    void awaitReady(Duration limit) {
        Await.until(name + " is ready", limit, () -> {
            restartIfCountedOut();
            return program.output().lines().anyMatch(line -> line.startsWith("ready "));
        });
    }

    /**
     * Starts it again, as an operator's supervisor does, if the others have missed it, as they may on a machine that is
     * busy with much else; fails if it has ended for another reason.
     */
    void restartIfCountedOut() {
        if (program.isAlive()) {
            return;
        }
        if (!program.output().contains(COUNTED_OUT)) {
            throw new AssertionError(name + " has ended:\n" + program.output());
        }
        launch();
    }

    String name() {
        return name;
    }

    String rtmp() {
        return "rtmp://" + host + ":1935";
    }

    String http() {
        return "http://" + host + ":8080";
    }

    String api() {
        return "http://" + host + ":8090";
    }

    String management() {
        return "http://" + host + ":8558";
    }

    /** As in the cluster's messages. */
    String remoting() {
        return host + ":25520";
    }

    boolean isAlive() {
        return program.isAlive();
    }

    boolean isFrozen() {
        return frozen;
    }

    String log() {
        return program.output();
    }

    Members members() {
        try {
            HttpResponse<byte[]> response = Hls.get(management() + "/cluster/members");
            JsonNode state = new ObjectMapper().readTree(response.body());
            int up = 0;
            int others = 0;
            for (JsonNode member : state.get("members")) {
                if (member.get("status").asText().equals("Up")) {
                    up++;
                } else {
                    others++;
                }
            }
            return new Members(up, others, state.get("unreachable").size());
        } catch (IOException | RuntimeException e) {
            return new Members(0, 0, 0);
        }
    }

    /** SIGKILL. */
    void kill() {
        program.kill();
        frozen = false;
    }

    /** SIGTERM. */
    void terminate() {
        if (program != null && program.isAlive()) {
            thaw();
            program.terminate();
        }
    }

    int awaitExit() {
        return program.awaitExit(STOP_LIMIT);
    }

    /** SIGSTOP. */
    void freeze() {
        signal("STOP");
        frozen = true;
    }

    /** SIGCONT. */
    void thaw() {
        if (frozen) {
            signal("CONT");
            frozen = false;
        }
    }

    private void signal(String signal) {
        Program.run("kill", List.of("kill", "-" + signal, Long.toString(program.pid())), Map.of(), SIGNAL_LIMIT);
    }

    @Override
    public void close() {
        if (program == null) {
            return;
        }
        try {
            terminate();
            program.awaitExit(STOP_LIMIT);
        } finally {
            program.close();
        }
    }
}
