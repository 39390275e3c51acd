package io.millrace.node;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Pages go on naming settings that were renamed long ago, unless somebody looks. */
class DocumentedSettingsTest {
    private static final Path ROOT = Path.of("../..");
    private static final Pattern SETTING = Pattern.compile("`(?!millrace\\.conf\\b)(millrace(?:\\.[a-z0-9-]+)+)");

    private final Config reference = ConfigFactory.defaultReference();

    @Test
    void everySettingThatAPageNamesIsThere() throws IOException {
        List<String> unknown;
        try (Stream<Path> pages =
                Stream.concat(Files.list(ROOT.resolve("docs")), Stream.of(ROOT.resolve("README.md")))) {
            unknown = pages.flatMap(DocumentedSettingsTest::settings)
                    .filter(named -> !reference.hasPathOrNull(named.setting()))
                    .map(Named::toString)
                    .toList();
        }
        assertThat(unknown).isEmpty();
    }

    private record Named(Path page, String setting) {
        @Override
        public String toString() {
            return page.getFileName() + ": " + setting;
        }
    }

    private static Stream<Named> settings(Path page) {
        try {
            return SETTING.matcher(Files.readString(page))
                    .results()
                    .map((MatchResult match) -> new Named(page, match.group(1)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
