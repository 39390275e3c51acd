package io.millrace.node;

import com.typesafe.config.Config;
import io.millrace.config.ConfigurationException;
import io.millrace.node.config.ConfigurationLoader;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Starts a node and waits until it ends. */
@Command(
        name = "millrace",
        description = "Runs a node of the Millrace live-streaming cluster.",
        versionProvider = Main.Version.class)
public final class Main implements Callable<Integer> {
    private static final int FAILED = 1;
    private static final int MISCONFIGURED = 2;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "directory that holds everything this node keeps (default: ./data)")
    private Path data;

    @Option(names = "--config", paramLabel = "FILE", description = "configuration file (HOCON)")
    private Path file;

    @Option(
            names = "--roles",
            paramLabel = "ROLE",
            split = ",",
            description = "what this node does: origin, edge, control-plane (default: all)")
    private List<String> roles;

    @Option(names = "--guide", description = "print how to publish and play when the node is ready")
    private boolean guide;

    @Option(names = "--check", description = "read all settings, say whether they can be used, and exit")
    private boolean check;

    @Option(names = "--version", versionHelp = true, description = "print the version and exit")
    private boolean version;

    @Option(names = "--help", usageHelp = true, description = "print this text and exit")
    private boolean help;

    private volatile int exitCode;

    public static void main(String[] arguments) {
        Main main = new Main();
        int code = new CommandLine(main).execute(arguments);
        if (code != 0) {
            main.exitCode = code;
            System.exit(code);
        }
    }

    @Override
    public Integer call() {
        try {
            Config config = new ConfigurationLoader(System.getenv(), System.getProperties())
                    .load(Optional.ofNullable(file), commandLine());
            Node node = new Node(config);
            if (check) {
                System.out.println("millrace: the settings can be used");
                return 0;
            }
            return run(node);
        } catch (ConfigurationException e) {
            return complain(e.getMessage(), MISCONFIGURED);
        }
    }

    private Map<String, Object> commandLine() {
        Map<String, Object> given = new HashMap<>();
        if (data != null) {
            given.put("millrace.data", data.toString());
        }
        if (roles != null) {
            given.put("millrace.roles", roles);
        }
        return given;
    }

    private int run(Node node) {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(node), "stop"));
        try {
            NodeAddresses addresses = node.start();
            System.out.println("ready " + addresses);
            if (guide) {
                System.out.println(new Guide(node.data(), addresses));
            }
            return node.awaitEnd() ? 0 : complain("this node is no member of the cluster any more", FAILED);
        } catch (StartException e) {
            node.stop();
            return complain(e.getMessage(), FAILED);
        } catch (ConfigurationException e) {
            node.stop();
            throw e;
        }
    }

    /** A node that has stopped in order as it was told to has succeeded, which Java's own exit code after a signal denies. */
    private void stop(Node node) {
        node.stopOrHalt();
        System.out.flush();
        Runtime.getRuntime().halt(exitCode);
    }

    private static int complain(String message, int code) {
        System.err.println("millrace: "
                + message.lines()
                        .map(String::strip)
                        .reduce((left, right) -> left + " " + right)
                        .orElse(""));
        return code;
    }

    /** The version of the jar that this class came from. */
    static final class Version implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = Main.class.getPackage().getImplementationVersion();
            return new String[] {"millrace " + (version == null ? "(not packaged)" : version)};
        }
    }
}
