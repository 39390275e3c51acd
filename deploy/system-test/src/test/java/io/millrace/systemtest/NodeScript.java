package io.millrace.systemtest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Runs the scripts in src/test/node, with the packages that their package-lock.json names. */
final class NodeScript {
    private static final Path SOURCES = Path.of("src", "test", "node");
    private static final Path DIRECTORY = install();

    private NodeScript() {}

    /** Runs a script to its end and returns what it printed; fails if it does. */
    static String run(String script, Map<String, String> environment, Duration limit, String... arguments) {
        List<String> command = new ArrayList<>(List.of("node", script));
        command.addAll(List.of(arguments));
        try (Program program = Program.start(script.replaceAll("\\W", "-"), command, environment, DIRECTORY)) {
            program.awaitSuccess(limit);
            return program.output();
        }
    }

    private static Path install() {
        Path target = Path.of("target", "node").toAbsolutePath();
        Path lock = Path.of("package-lock.json");
        try {
            Files.createDirectories(target);
            boolean current = Files.isDirectory(target.resolve("node_modules"))
                    && Files.exists(target.resolve(lock))
                    && Files.mismatch(target.resolve(lock), SOURCES.resolve(lock)) == -1;
            if (!current) {
                copyAll(target, true);
                npm(target);
            }
            copyAll(target, false);
            return target;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The lock file comes last, when what it names is there. */
    private static void copyAll(Path target, boolean packages) throws IOException {
        try (Stream<Path> files = Files.list(SOURCES)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                boolean isPackages = file.getFileName().toString().startsWith("package");
                if (isPackages == packages) {
                    Files.copy(file, target.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
                }
            }
        }
    }

    private static void npm(Path directory) {
        List<String> command = List.of("npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts");
        try (Program npm = Program.start("npm", command, Map.of(), directory)) {
            npm.awaitSuccess(Duration.ofMinutes(5));
        } catch (UncheckedIOException e) {
            throw new AssertionError("these tests need Node.js 18 or later and npm: apt-get install nodejs npm", e);
        }
    }
}
