package io.millrace.systemtest;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import io.millrace.node.config.ConfigurationLoader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The recipe of the image, which is read here as no engine is there to follow it. */
class DockerfileTest {
    private static final Path ROOT = Path.of("..", "..");
    private static final List<String> LISTENERS =
            List.of("rtmp", "rtmps", "relay", "http", "https", "api", "management", "remoting");

    private final Dockerfile dockerfile = Dockerfile.read(ROOT.resolve("deploy/docker/Dockerfile"));

    @Test
    void whatItCopiesIsThereAfterABuildAndReachesTheEngine() throws IOException {
        List<String> context = Files.readAllLines(ROOT.resolve(".dockerignore"));
        assertThat(dockerfile.copies()).isNotEmpty().allSatisfy(copy -> {
            assertThat(ROOT.resolve(copy.source())).exists();
            assertThat(context).contains("!" + copy.source().replaceAll("/$", ""));
        });
    }

    @Test
    void nothingReachesTheEngineThatIsNotCopied() throws IOException {
        List<String> context = Files.readAllLines(ROOT.resolve(".dockerignore")).stream()
                .filter(line -> !line.startsWith("#"))
                .toList();
        assertThat(context).startsWith("*").hasSize(1 + dockerfile.copies().size());
    }

    @Test
    void theBaseIsOneVersionOfARuntime() {
        assertThat(dockerfile.only("FROM").arguments()).matches("eclipse-temurin:25[._0-9]*-jre-[a-z]+");
    }

    @Test
    void nothingIsFetchedFromElsewhere() {
        assertThat(dockerfile.all("ADD")).isEmpty();
        assertThat(dockerfile.instructions())
                .noneMatch(instruction -> instruction.arguments().contains("://"));
    }

    @Test
    void itRunsAsTheUserOfTheManifestsByNumber() throws IOException {
        String user = dockerfile.only("USER").arguments();
        assertThat(user).matches("[1-9]\\d*:[1-9]\\d*");
        // Kubernetes can only tell that a user is not root by its number.
        String number = user.substring(0, user.indexOf(':'));
        for (String manifest : List.of("base/control-plane.yaml", "base/origin.yaml", "edge/edge.yaml")) {
            assertThat(Files.readString(ROOT.resolve("deploy/kubernetes").resolve(manifest)))
                    .contains("runAsUser: " + number + "\n");
        }
    }

    @Test
    void itsPortsAreThoseThatNodesListenOn() {
        Config millrace = new ConfigurationLoader(Map.of(), new Properties())
                .load(Optional.empty(), Map.of())
                .getConfig("millrace");
        assertThat(dockerfile.only("EXPOSE").words())
                .containsExactlyInAnyOrderElementsOf(LISTENERS.stream()
                        .map(listener -> millrace.getString(listener + ".port"))
                        .toList());
    }

    @Test
    void itsProgramsAreInTheImageAndNoShellKeepsSignalsFromThem() {
        Stream.of("ENTRYPOINT", "HEALTHCHECK")
                .map(dockerfile::only)
                .map(instruction -> instruction.exec().get(0))
                .forEach(program -> assertThat(source(program)).isExecutable());
    }

    private Path source(String inImage) {
        return dockerfile.copies().stream()
                .filter(copy -> inImage.startsWith(copy.target()))
                .map(copy -> Files.isDirectory(ROOT.resolve(copy.source()))
                        ? ROOT.resolve(copy.source())
                                .resolve(inImage.substring(copy.target().length()))
                        : ROOT.resolve(copy.source()))
                .filter(path -> path.endsWith(Path.of(inImage).getFileName()))
                .filter(Files::exists)
                .findFirst()
                .orElseThrow(() -> new AssertionError(inImage + " is not copied into the image"));
    }
}
