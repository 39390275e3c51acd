package io.millrace.systemtest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A program that runs beside the test, its output going to a file; closing it leaves nothing of it behind. */
final class Program implements AutoCloseable {
    private static final Path LOGS = Path.of("target", "programs");

    private final String name;
    private final Process process;
    private final Path log;

    private Program(String name, Process process, Path log) {
        this.name = name;
        this.process = process;
        this.log = log;
    }

    static Program start(String name, List<String> command, Map<String, String> environment) {
        return start(name, command, environment, Path.of("").toAbsolutePath());
    }

    /** @param environment what is added to this process's own, which is passed on without any setting of Millrace */
    static Program start(String name, List<String> command, Map<String, String> environment, Path directory) {
        try {
            Files.createDirectories(LOGS);
            Path log = Files.createTempFile(LOGS, name + "-", ".log");
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(directory.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .redirectInput(
                            ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
            builder.environment().keySet().removeIf(variable -> variable.startsWith("MILLRACE_"));
            builder.environment().putAll(environment);
            return new Program(name, builder.start(), log);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot run " + command.get(0), e);
        }
    }

    /** Runs a program to its end and returns what it printed. */
    static String run(String name, List<String> command, Map<String, String> environment, Duration limit) {
        try (Program program = start(name, command, environment)) {
            program.awaitSuccess(limit);
            return program.output();
        }
    }

    /** The command lines of running programs, whoever started them, that contain a text. */
    static List<String> commandLinesWith(String text) {
        return ProcessHandle.allProcesses()
                .map(ProcessHandle::info)
                .flatMap(info -> info.commandLine().stream())
                .filter(line -> line.contains(text))
                .toList();
    }

    /** Waits for the end and fails, with what was printed, if that is not an orderly one. */
    void awaitSuccess(Duration limit) {
        int code = awaitExit(limit);
        if (code != 0) {
            throw new AssertionError(name + " ended with " + code + ":\n" + output());
        }
    }

    int awaitExit(Duration limit) {
        try {
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new AssertionError(name + " did not end within " + limit + ":\n" + output());
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(name + ": interrupted", e);
        }
    }

    boolean isAlive() {
        return process.isAlive();
    }

    long pid() {
        return process.pid();
    }

    String output() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** SIGTERM. */
    void terminate() {
        process.destroy();
    }

    /** SIGKILL. */
    void kill() {
        process.destroyForcibly();
        awaitExit(Duration.ofSeconds(10));
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        kill();
    }
}
