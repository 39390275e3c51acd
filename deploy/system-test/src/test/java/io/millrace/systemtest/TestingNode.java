package io.millrace.systemtest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A real node, a process of its own on ports of its own. */
final class TestingNode implements AutoCloseable {
    private static final Path LAUNCHER =
            Path.of("..", "node", "bin", "millrace").toAbsolutePath();
    private static final Duration START_LIMIT = Duration.ofMinutes(2);
    private static final Duration STOP_LIMIT = Duration.ofMinutes(1);

    /** What node.json says. */
    record Addresses(
            String rtmp, String http, String api, String management, String accessKeyId, String accessKeySecret) {
        static Addresses read(Path data) {
            try {
                JsonNode file =
                        new ObjectMapper().readTree(data.resolve("node.json").toFile());
                return new Addresses(
                        file.get("rtmp").asText(),
                        file.get("http").asText(),
                        file.get("api").asText(),
                        file.get("management").asText(),
                        file.get("accessKeyId").asText(),
                        file.get("accessKeySecret").asText());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private final Path data;
    private final Optional<Path> configuration;
    private final Map<String, String> settings;
    private final List<String> jvmOptions;
    private Program program;
    private Addresses addresses;

    private TestingNode(
            Path data, Optional<Path> configuration, Map<String, String> settings, List<String> jvmOptions) {
        this.data = data;
        this.configuration = configuration;
        this.settings = Map.copyOf(settings);
        this.jvmOptions = List.copyOf(jvmOptions);
        start();
    }

    /** @param jvmOptions {@code -Xmx} and such, and settings as {@code -Dmillrace...} */
    static TestingNode start(Path data, String... jvmOptions) {
        return new TestingNode(data, Optional.empty(), Map.of(), List.of(jvmOptions));
    }

    /** @param settings {@code MILLRACE_...} variables, by which lists of texts can be set */
    static TestingNode start(Path data, Map<String, String> settings, String... jvmOptions) {
        return new TestingNode(data, Optional.empty(), settings, List.of(jvmOptions));
    }

    /** @param configuration a file of settings; lists of objects can be set in no other way */
    static TestingNode configured(Path data, Path configuration, String... jvmOptions) {
        return new TestingNode(data, Optional.of(configuration), Map.of(), List.of(jvmOptions));
    }

    /** Starts it again after its end, on the same data directory. */
    void start() {
        deleteNodeFile();
        List<String> arguments = new ArrayList<>(List.of("--data", data.toString()));
        configuration.ifPresent(file -> arguments.addAll(List.of("--config", file.toString())));
        arguments.add("--");
        arguments.addAll(jvmOptions);
        Map<String, String> environment = environment();
        environment.putAll(settings);
        program = Program.start("node", command(arguments), environment);
        Await.until("the node is ready", START_LIMIT, () -> {
            if (!program.isAlive()) {
                throw new AssertionError("the node ended at once:\n" + program.output());
            }
            return program.output().lines().anyMatch(line -> line.startsWith("ready "));
        });
        addresses = Addresses.read(data);
    }

    static List<String> command(List<String> arguments) {
        List<String> command = new ArrayList<>(List.of(LAUNCHER.toString()));
        command.addAll(arguments);
        return command;
    }

    /** Any free port for everything, and the Java that runs this test, which starts as quickly as it can. */
    static Map<String, String> environment() {
        Map<String, String> environment = freePorts();
        environment.put("MILLRACE_JAVA_OPTS", QuickStart.options());
        return environment;
    }

    /** Any free port for everything, and the Java that runs this test. */
    static Map<String, String> freePorts() {
        Map<String, String> environment = new HashMap<>();
        for (String listener : List.of("RTMP", "RTMPS", "RELAY", "HTTP", "HTTPS", "API", "MANAGEMENT", "REMOTING")) {
            environment.put("MILLRACE_" + listener + "_PORT", "0");
        }
        environment.put("JAVA_HOME", System.getProperty("java.home"));
        return environment;
    }

    private void deleteNodeFile() {
        try {
            Files.deleteIfExists(data.resolve("node.json"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path data() {
        return data;
    }

    /** {@code rtmp://host:port}, without a slash at the end; so are the others. */
    String rtmp() {
        return addresses.rtmp();
    }

    String http() {
        return addresses.http();
    }

    String api() {
        return addresses.api();
    }

    String management() {
        return addresses.management();
    }

    /** A listener that not every node has, as node.json calls it: https, rtmps. */
    String address(String name) {
        try {
            return new ObjectMapper()
                    .readTree(data.resolve("node.json").toFile())
                    .get(name)
                    .asText();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Target target() {
        return new Target(rtmp(), rtmp(), http(), api(), accessKeyId(), accessKeySecret());
    }

    int rtmpPort() {
        return URI.create(rtmp()).getPort();
    }

    String accessKeyId() {
        return addresses.accessKeyId();
    }

    String accessKeySecret() {
        return addresses.accessKeySecret();
    }

    boolean isAlive() {
        return program.isAlive();
    }

    String log() {
        return program.output();
    }

    /** The memory that the process has in use, as the kernel counts it. */
    long residentBytes() {
        try {
            return Files.readAllLines(Path.of("/proc", Long.toString(program.pid()), "status")).stream()
                    .filter(line -> line.startsWith("VmRSS:"))
                    .map(line -> line.replaceAll("\\D", ""))
                    .mapToLong(kibibytes -> Long.parseLong(kibibytes) * 1024)
                    .findFirst()
                    .orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The processor time that the process has used, as the kernel counts it. */
    double cpuSeconds() {
        return ProcessHandle.of(program.pid())
                        .flatMap(process -> process.info().totalCpuDuration())
                        .orElseThrow()
                        .toMillis()
                / 1000.0;
    }

    /** Ends it as an operator does, and returns the exit code. */
    int stop() {
        program.terminate();
        return program.awaitExit(STOP_LIMIT);
    }

    /** Ends it as a power failure does. */
    void kill() {
        program.kill();
    }

    @Override
    public void close() {
        if (program.isAlive()) {
            program.terminate();
        }
        try {
            program.awaitExit(STOP_LIMIT);
        } finally {
            program.close();
        }
    }
}
