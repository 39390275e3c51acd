package io.millrace.node.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.Config;
import io.millrace.config.ConfigurationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigurationLoaderTest {
    private static final String PORT = "millrace.management.port";

    @TempDir
    private Path directory;

    @Test
    void theDefaultsNeedNothingElse() {
        assertThat(load("", Map.of(), Map.of(), Map.of()).getInt(PORT)).isEqualTo(8558);
    }

    @Test
    void aHigherLayerWins() {
        String file = "millrace.management.port = 1";
        Map<String, String> environment = Map.of("MILLRACE_MANAGEMENT_PORT", "2");
        Map<String, String> properties = Map.of(PORT, "3");

        assertThat(load(file, Map.of(), Map.of(), Map.of()).getInt(PORT)).isEqualTo(1);
        assertThat(load(file, environment, Map.of(), Map.of()).getInt(PORT)).isEqualTo(2);
        assertThat(load(file, environment, properties, Map.of()).getInt(PORT)).isEqualTo(3);
        assertThat(load(file, environment, properties, Map.of(PORT, 4)).getInt(PORT))
                .isEqualTo(4);
    }

    @Test
    void aListInTheEnvironmentIsWrittenWithCommas() {
        Config config = load("", Map.of("MILLRACE_ROLES", "edge, origin"), Map.of(), Map.of());

        assertThat(config.getStringList("millrace.roles")).containsExactly("edge", "origin");
    }

    @Test
    void variablesOfOthersAreLeftAlone() {
        load(
                "",
                Map.of("HOME", "/", "MILLRACE_LOG_LEVEL", "DEBUG", "MILLRACE_JAVA_OPTS", "-Xmx1g"),
                Map.of(),
                Map.of());
    }

    @Test
    void anUnknownVariableIsAnErrorWithAHint() {
        assertThatThrownBy(() -> load("", Map.of("MILLRACE_MANAGMENT_PORT", "1"), Map.of(), Map.of()))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage("MILLRACE_MANAGMENT_PORT: no such setting (did you mean MILLRACE_MANAGEMENT_PORT?)");
    }

    @Test
    void anUnknownKeyInTheFileIsAnErrorWithAHint() {
        assertThatThrownBy(() -> load("millrace.management.prot = 1", Map.of(), Map.of(), Map.of()))
                .hasMessage("millrace.management.prot: no such setting (did you mean millrace.management.port?)");
        assertThatThrownBy(() -> load("millrace.nothing-of-the-kind-at-all = 1", Map.of(), Map.of(), Map.of()))
                .hasMessage("millrace.nothing-of-the-kind-at-all: no such setting"
                        + " (docs/configuration.md lists them all)");
    }

    @Test
    void anUnknownKeyInASystemPropertyIsAnError() {
        assertThatThrownBy(() -> load("", Map.of(), Map.of("millrace.date", "d"), Map.of()))
                .hasMessage("millrace.date: no such setting (did you mean millrace.data?)");
    }

    @Test
    void aValueInTheSteadOfASectionIsAnError() {
        assertThatThrownBy(() -> load("millrace.management = 1", Map.of(), Map.of(), Map.of()))
                .hasMessage("millrace.management: a value (expected: a section with keys of its own)");
    }

    @Test
    void aFileThatIsNoHoconOrNotThereIsAnError() {
        assertThatThrownBy(() -> load("millrace {", Map.of(), Map.of(), Map.of()))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("millrace.conf");
        assertThatThrownBy(() -> new ConfigurationLoader(Map.of(), new Properties())
                        .load(Optional.of(directory.resolve("none.conf")), Map.of()))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("none.conf");
    }

    private Config load(
            String file, Map<String, String> environment, Map<String, String> properties, Map<String, Object> options) {
        Properties system = new Properties();
        system.putAll(properties);
        return new ConfigurationLoader(environment, system).load(Optional.of(written(file)), options);
    }

    private Path written(String text) {
        try {
            return Files.writeString(directory.resolve("millrace.conf"), text);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
