package io.millrace.systemtest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Brings the npm packages that a directory's package-lock.json names. */
final class NodePackages {
    private NodePackages() {}

    /**
     * Installs what is not there yet.
     *
     * @param name of a directory in src/test
     * @return the directory in target that has its files and node_modules
     */
    static Path install(String name) {
        return Prepared.by(() -> installAlone(name));
    }

    private static Path installAlone(String name) throws IOException {
        Path sources = Path.of("src", "test", name);
        Path target = Path.of("target", name).toAbsolutePath();
        Path lock = Path.of("package-lock.json");
        Files.createDirectories(target);
        boolean current = Files.isDirectory(target.resolve("node_modules"))
                && Files.exists(target.resolve(lock))
                && Files.mismatch(target.resolve(lock), sources.resolve(lock)) == -1;
        if (!current) {
            copyAll(sources, target, true);
            npm(target);
        }
        copyAll(sources, target, false);
        return target;
    }

    private static void copyAll(Path sources, Path target, boolean packages) throws IOException {
        try (Stream<Path> files = Files.list(sources)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String name = file.getFileName().toString();
                if ((name.startsWith("package") || name.equals(".npmrc")) == packages) {
                    copy(file, target.resolve(name));
                }
            }
        }
    }

    /** Leaves alone what is the same, as others may be running it. */
    private static void copy(Path source, Path target) throws IOException {
        if (!Files.exists(target) || Files.mismatch(source, target) != -1) {
            Files.copy(source, target, StandardCopyOption.REPLACE_EXISTING);
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
