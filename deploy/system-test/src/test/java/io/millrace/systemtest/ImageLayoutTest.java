package io.millrace.systemtest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node that runs from the files of the image, as the image's user, who may write nothing but the data. */
class ImageLayoutTest {
    private static final Path ROOT = Path.of("..", "..");
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final Pattern MANAGEMENT =
            Pattern.compile("^ready .*management=http://127\\.0\\.0\\.1:(\\d+)", Pattern.MULTILINE);

    private final Dockerfile dockerfile = Dockerfile.read(ROOT.resolve("deploy/docker/Dockerfile"));

    @TempDir
    private Path directory;

    private Path image;
    private Path data;

    @BeforeEach
    void assemble() throws IOException {
        image = directory.resolve("image");
        for (Dockerfile.Copy copy : dockerfile.copies()) {
            copy(ROOT.resolve(copy.source()), image.resolve(copy.target().substring(1)));
        }
        data = Files.createDirectory(directory.resolve("data"));
        Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwxrwxrwx"));
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    @Test
    void aNodeRunsFromItWritesOnlyItsDataAndIsHealthyUntilItStops() throws IOException {
        Map<Path, FileTime> before = files();
        Map<String, String> environment = new HashMap<>(TestingNode.environment());
        environment.put("MILLRACE_DATA", data.toString());

        try (Program node = Program.start("image", asUser("ENTRYPOINT"), environment, data)) {
            Await.until("ready", LIMIT, () -> {
                assertThat(node.isAlive()).as(node.output()).isTrue();
                return MANAGEMENT.matcher(node.output()).find();
            });
            Map<String, String> port = Map.of("MILLRACE_MANAGEMENT_PORT", managementPort(node.output()));
            assertThat(healthcheck(port)).isZero();
            assertThat(Files.readString(Path.of("/proc", Long.toString(node.pid()), "cmdline")))
                    .as("Java in the place of its launcher")
                    .contains("java\0")
                    .contains("io.millrace.node.Main");

            node.terminate();
            node.awaitExit(LIMIT);
            assertThat(node.output()).contains("Stopped");
            assertThat(healthcheck(port)).isNotZero();
        }
        assertThat(files()).isEqualTo(before);
        assertThat(data).isNotEmptyDirectory();
    }

    private int healthcheck(Map<String, String> environment) {
        try (Program program = Program.start("healthcheck", asUser("HEALTHCHECK"), environment, data)) {
            return program.awaitExit(LIMIT);
        }
    }

    /** Root may write what nobody may, so root changes to the image's user first. */
    private List<String> asUser(String instruction) {
        List<String> command = new ArrayList<>();
        if (System.getProperty("user.name").equals("root")) {
            String[] user = dockerfile.only("USER").arguments().split(":");
            command.addAll(
                    List.of("setpriv", "--reuid", user[0], "--regid", user[1], "--clear-groups", "--no-new-privs"));
        }
        for (String word : dockerfile.only(instruction).exec()) {
            command.add(word.startsWith("/") ? image + word : word);
        }
        return command;
    }

    private static String managementPort(String output) {
        Matcher matcher = MANAGEMENT.matcher(output);
        assertThat(matcher.find()).isTrue();
        return matcher.group(1);
    }

    private Map<Path, FileTime> files() throws IOException {
        Map<Path, FileTime> times = new TreeMap<>();
        try (Stream<Path> all = Files.walk(image)) {
            for (Path file : all.toList()) {
                times.put(file, Files.getLastModifiedTime(file));
            }
        }
        return times;
    }

    private static void copy(Path source, Path target) throws IOException {
        try (Stream<Path> all = Files.walk(source)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                boolean single = file.equals(source);
                Path copy = target.resolve(single ? file.getFileName() : source.relativize(file));
                Files.createDirectories(copy.getParent());
                Files.copy(file, copy);
                boolean program = Files.isExecutable(file);
                Files.setPosixFilePermissions(
                        copy, PosixFilePermissions.fromString(program ? "r-xr-xr-x" : "r--r--r--"));
            }
        }
    }
}
