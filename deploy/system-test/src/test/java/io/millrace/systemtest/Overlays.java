package io.millrace.systemtest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** deploy/kubernetes as an operator has it: a copy with the secrets that deploy/make-secrets makes. */
final class Overlays {
    static final Map<String, String> CREDENTIALS = Map.of(
            "PGUSER", "millrace",
            "PGPASSWORD", "a \"quoted\" \\ password",
            "AWS_ACCESS_KEY_ID", "key",
            "AWS_SECRET_ACCESS_KEY", "secret");
    private static final Path SOURCES = Path.of("..", "kubernetes");
    private static final Path MAKE_SECRETS = Path.of("..", "make-secrets").toAbsolutePath();

    private Overlays() {}

    /** @return the rendered overlays by name */
    static Map<String, Manifests> render(Path directory) {
        Map<String, Manifests> rendered = new TreeMap<>();
        for (Path overlay : prepare(directory)) {
            rendered.put(overlay.getFileName().toString(), Manifests.render(overlay));
        }
        return rendered;
    }

    private static List<Path> prepare(Path directory) {
        try (Stream<Path> files = Files.walk(SOURCES)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path copy = directory.resolve(SOURCES.relativize(file));
                if (!copy.toString().contains("/secret/")) {
                    Files.createDirectories(copy.getParent());
                    Files.copy(file, copy);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        try (Stream<Path> overlays = Files.list(directory.resolve("overlays"))) {
            List<Path> all = overlays.sorted().toList();
            all.forEach(overlay -> makeSecrets(overlay.resolve("secret")));
            return all;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void makeSecrets(Path directory) {
        List<String> command = List.of(MAKE_SECRETS.toString(), directory.toString());
        Program.run("make-secrets", command, CREDENTIALS, Duration.ofMinutes(1));
    }
}
