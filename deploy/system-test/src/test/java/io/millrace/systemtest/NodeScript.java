package io.millrace.systemtest;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Runs the scripts in src/test/node, with the packages that their package-lock.json names. */
final class NodeScript {
    private static final Path DIRECTORY = NodePackages.install("node");

    private NodeScript() {}

    /** Runs a script to its end and returns what it printed; fails if it does. */
    static String run(String script, Map<String, String> environment, Duration limit, String... arguments) {
        try (Program program = start(script, environment, arguments)) {
            program.awaitSuccess(limit);
            return program.output();
        }
    }

    /** Runs a script that does not end by itself. */
    static Program start(String script, Map<String, String> environment, String... arguments) {
        List<String> command = new ArrayList<>(List.of("node", script));
        command.addAll(List.of(arguments));
        return Program.start(script.replaceAll("\\W", "-"), command, environment, DIRECTORY);
    }
}
