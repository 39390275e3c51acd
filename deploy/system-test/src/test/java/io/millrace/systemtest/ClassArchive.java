package io.millrace.systemtest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * The classes of a node as its Java lays them out in memory, in a file: mapped at a start, they need not be read, checked
 * and laid out by each of the many nodes that the tests start. Made before the first of them.
 */
final class ClassArchive {
    private static final Path FILE = Path.of("target", "node.jsa").toAbsolutePath();
    private static final Path DATA = Path.of("target", "archived").toAbsolutePath();
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final String OPTION = make();

    private ClassArchive() {}

    /** The JVM's option that names the archive; one without any effect if this Java makes none. */
    static String option() {
        return OPTION;
    }

    /** A node writes it at its end. */
    private static String make() {
        List<String> arguments = List.of(
                "--data",
                DATA.toString(),
                "--",
                "-XX:TieredStopAtLevel=1",
                "-XX:ArchiveClassesAtExit=" + FILE,
                "-Xlog:disable");
        try {
            Files.deleteIfExists(FILE);
            try (Program node = Program.start("archived", TestingNode.command(arguments), TestingNode.freePorts())) {
                Await.until("the node is ready", LIMIT, () -> node.output()
                        .lines()
                        .anyMatch(line -> line.startsWith("ready ")));
                node.terminate();
                node.awaitSuccess(LIMIT);
            }
            return Files.exists(FILE) ? "-XX:SharedArchiveFile=" + FILE : "-Xshare:auto";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
