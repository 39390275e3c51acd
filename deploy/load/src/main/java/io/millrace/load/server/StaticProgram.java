package io.millrace.load.server;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A program that serves files over HTTP with the least work there can be.
 *
 * @param command of a shell, in which {@code {port}} and {@code {root}}, the directory of the files, are replaced; or
 *     {@code nginx} alone, which gets a configuration that makes one process of it
 * @param processors as {@code taskset -c} takes them; empty for any
 */
public record StaticProgram(String command, String processors) {
    private static final String NGINX = "nginx";
    private static final String CONFIGURATION = "nginx.conf";

    /** Not on the PATH of every user. */
    private static final String SYSTEM_PROGRAMS = "/usr/sbin";

    /** @throws IllegalArgumentException if it is nginx, and there is none */
    public StaticProgram {
        if (command.equals(NGINX)) {
            String nginx = find(NGINX)
                    .map(ShellServer::quoted)
                    .orElseThrow(() -> new IllegalArgumentException(
                            "--static-server nginx: there is none (on Debian it is in nginx-light)"));
            command = nginx + " -e stderr -p {directory} -c {directory}/" + CONFIGURATION;
        }
    }

    /** A program that is installed. */
    public static Optional<Path> find(String name) {
        String directories = System.getenv().getOrDefault("PATH", "") + File.pathSeparator + SYSTEM_PROGRAMS;
        return Stream.of(directories.split(File.pathSeparator))
                .map(directory -> Path.of(directory, name))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** @param files by the paths of their addresses */
    public Server start(Map<String, byte[]> files) {
        Path directory = Child.newDirectory();
        Path root = directory.resolve("files");
        try {
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                Path path = root.resolve(file.getKey().substring(1)).normalize();
                if (!path.startsWith(root)) {
                    throw new IllegalArgumentException("path: " + file.getKey() + " (expected: none outside)");
                }
                Files.createDirectories(path.getParent());
                Files.write(path, file.getValue());
            }
            return new ShellServer(
                    "static",
                    command,
                    Map.of("{root}", ShellServer.quoted(root), "{directory}", ShellServer.quoted(directory)),
                    port -> configure(directory, root, port),
                    processors,
                    directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void configure(Path directory, Path root, int port) {
        try (InputStream in = StaticProgram.class.getResourceAsStream(CONFIGURATION)) {
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            Files.writeString(
                    directory.resolve(CONFIGURATION),
                    text.replace("{port}", Integer.toString(port)).replace("{root}", root.toString()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
