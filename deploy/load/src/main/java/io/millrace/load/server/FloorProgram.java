package io.millrace.load.server;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;

/**
 * A program that serves one FLV file over HTTP-FLV with the least work there can be.
 *
 * @param command of a shell, in which {@code {port}}, {@code {file}} and, if it is there, {@code {batch}} are replaced
 * @param processors as {@code taskset -c} takes them; empty for any
 */
public record FloorProgram(String command, String processors) {
    private static final String BATCH = "{batch}";

    /** Whether it can be told how often to write. */
    public boolean takesBatch() {
        return command.contains(BATCH);
    }

    /** @param batchMillis the time between two writes to a viewer; nothing if {@link #takesBatch} says no */
    public Server start(Path file, OptionalInt batchMillis) {
        Map<String, String> replacements = new HashMap<>(Map.of("{file}", ShellServer.quoted(file)));
        batchMillis.ifPresent(millis -> replacements.put(BATCH, Integer.toString(millis)));
        return new ShellServer("floor", command, replacements, port -> {}, processors, Child.newDirectory());
    }
}
