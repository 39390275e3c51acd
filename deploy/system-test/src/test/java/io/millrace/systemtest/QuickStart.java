package io.millrace.systemtest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * How the many nodes that the tests start do so in a quarter of the processor time: with the simpler compiler, and with
 * their classes as Java lays them out in memory in a file, from which they are mapped and need not be read, checked and
 * laid out by each. The file is made before the first of the nodes, and anew for another build of them.
 */
final class QuickStart {
    private static final String COMPILER = "-XX:TieredStopAtLevel=1";
    private static final Path FILE = Path.of("target", "node.jsa").toAbsolutePath();
    private static final Path DATA = Path.of("target", "archived").toAbsolutePath();
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final Path NODE =
            Path.of("..", "node", "target", "millrace-node.jar").toAbsolutePath();
    private static final String OPTIONS = Prepared.by(QuickStart::find);

    private QuickStart() {}

    /** Options of the JVM, between blanks. */
    static String options() {
        return OPTIONS;
    }

    private static String find() throws IOException {
        if (!Files.exists(FILE) || Files.getLastModifiedTime(FILE).compareTo(Files.getLastModifiedTime(NODE)) < 0) {
            make();
        }
        return Files.exists(FILE) ? COMPILER + " -XX:SharedArchiveFile=" + FILE : COMPILER;
    }

    /** A node writes it at its end. */
    private static void make() throws IOException {
        List<String> arguments =
                List.of("--data", DATA.toString(), "--", COMPILER, "-XX:ArchiveClassesAtExit=" + FILE, "-Xlog:disable");
        Files.deleteIfExists(FILE);
        try (Program node = Program.start("archived", TestingNode.command(arguments), TestingNode.freePorts())) {
            Await.until("the node is ready", LIMIT, () -> node.output()
                    .lines()
                    .anyMatch(line -> line.startsWith("ready ")));
            node.terminate();
            node.awaitSuccess(LIMIT);
        }
    }
}
