package io.millrace.systemtest;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import io.millrace.node.config.ConfigurationLoader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The service as deploy/systemd/install lays it out, judged by systemd's own tools. */
class SystemdUnitTest {
    private static final Path INSTALL = Path.of("..", "systemd", "install").toAbsolutePath();
    private static final Path SYSTEM_UNITS = Path.of("/usr/lib/systemd/system");
    private static final Path UNIT = Path.of("etc/systemd/system/millrace.service");
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final Duration MARGIN = Duration.ofSeconds(5);

    @TempDir
    private Path root;

    @BeforeEach
    void install() {
        Program.run("install", List.of(INSTALL.toString(), root.toString()), Map.of(), LIMIT);
    }

    @Test
    void systemdFindsNothingWrong() throws IOException {
        copySystemUnits();
        assertThat(analyze("verify", "--man=no", "millrace.service")).isEmpty();
    }

    @Test
    void systemdWouldNoticeWhatIsWrong() throws IOException {
        copySystemUnits();
        Path unit = root.resolve(UNIT);
        Files.writeString(unit, Files.readString(unit).replace("Restart=always", "Restrat=always"));
        assertThat(analyze("verify", "--man=no", "millrace.service")).contains("Restrat");
    }

    @Test
    void whatAnIntruderCouldDoIsLittle() {
        // systemd's scale goes from 0 to 100; 20 and less is what it calls safe.
        assertThat(analyze("security", "--offline=yes", "--no-pager", "--threshold=20", "millrace.service"))
                .contains("Overall exposure level");
    }

    @Test
    void itIsStartedAgainAndHasTimeEnoughToStop() throws IOException {
        List<String> unit = Files.readAllLines(root.resolve(UNIT));
        assertThat(unit)
                .contains("Restart=always", "KillMode=mixed", "SuccessExitStatus=143")
                .noneMatch(line -> line.startsWith("MemoryDenyWriteExecute"));
        Duration stop = unit.stream()
                .filter(line -> line.startsWith("TimeoutStopSec="))
                .map(line -> Duration.ofSeconds(Long.parseLong(line.substring(line.indexOf('=') + 1))))
                .findFirst()
                .orElseThrow();
        Config settings =
                new ConfigurationLoader(environment(), new Properties()).load(Optional.of(configuration()), Map.of());
        assertThat(stop)
                .isGreaterThanOrEqualTo(
                        settings.getDuration("millrace.stop-deadline").plus(MARGIN));
    }

    @Test
    void aNodeCanUseTheExamples() throws IOException {
        Map<String, String> environment = new HashMap<>(environment());
        environment.put("JAVA_HOME", System.getProperty("java.home"));
        List<String> command = List.of(
                root.resolve("opt/millrace/bin/millrace").toString(),
                "--config",
                configuration().toString(),
                "--check");
        assertThat(Program.run("check", command, environment, LIMIT)).contains("the settings can be used");
    }

    @Test
    void anUpgradeLeavesTheConfigurationAndNoOldLibrary() throws IOException {
        Path configuration = root.resolve("etc/millrace/millrace.conf");
        Path oldLibrary = root.resolve("opt/millrace/target/lib/old-1.0.jar");
        Files.writeString(configuration, "# mine");
        Files.createFile(oldLibrary);
        install();
        assertThat(configuration).hasContent("# mine");
        assertThat(oldLibrary).doesNotExist();
        assertThat(root.resolve("opt/millrace/target/lib")).isNotEmptyDirectory();
    }

    private String analyze(String command, String... arguments) {
        List<String> all = Stream.concat(Stream.of("systemd-analyze", command, "--root=" + root), Stream.of(arguments))
                .toList();
        return Program.run("systemd-analyze", all, Map.of(), LIMIT);
    }

    private Map<String, String> environment() throws IOException {
        Map<String, String> environment = new HashMap<>();
        for (String line : Files.readAllLines(root.resolve("etc/millrace/millrace.env"))) {
            if (!line.isBlank() && !line.startsWith("#")) {
                environment.put(line.substring(0, line.indexOf('=')), line.substring(line.indexOf('=') + 1));
            }
        }
        return environment;
    }

    /** The example, its paths leading into this root, and the secrets that it names. */
    private Path configuration() throws IOException {
        Path file = root.resolve("etc/millrace/millrace.conf");
        Files.writeString(
                file,
                Files.readString(file)
                        .replace("\"/etc/", "\"" + root + "/etc/")
                        .replace(" /etc/", " " + root + "/etc/"));
        Overlays.makeSecrets(root.resolve("etc/millrace/secret"));
        return file;
    }

    /** The targets that every unit depends on. */
    private void copySystemUnits() throws IOException {
        try (Stream<Path> units = Files.list(SYSTEM_UNITS)) {
            for (Path unit : units.filter(Files::isRegularFile).toList()) {
                Path copy = root.resolve("usr/lib/systemd/system").resolve(unit.getFileName());
                Files.createDirectories(copy.getParent());
                Files.copy(unit, copy, StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }
}
