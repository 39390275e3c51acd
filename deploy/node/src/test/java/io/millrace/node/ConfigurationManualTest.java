package io.millrace.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ConfigurationManualTest {
    private static final String REWRITE = "millrace.rewrite-docs";
    private static final Path PAGE = Path.of("../../docs/configuration.md");

    private final ConfigurationManual manual = ConfigurationManual.ofAllModules();

    @Test
    void everySettingSaysWhatItMeans() {
        assertThat(manual.withoutComment()).isEmpty();
    }

    @Test
    void thePageSaysWhatTheReferenceFilesSay() throws IOException {
        if (Boolean.getBoolean(REWRITE)) {
            Files.writeString(PAGE, manual.toString());
        }
        assertThat(PAGE)
                .as("write it anew with: mvn -pl deploy/node -am test -Dtest=ConfigurationManualTest"
                        + " -Dsurefire.failIfNoSpecifiedTests=false -D" + REWRITE + "=true")
                .hasContent(manual.toString());
    }
}
