package io.millrace.node;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Writes docs/configuration.md from the comments and defaults in the modules' reference.conf. */
final class ConfigurationManual {
    private static final String HEAD =
            """
            # Configuration

            <!-- Generated from the modules' reference.conf by ConfigurationManualTest; do not edit. -->

            Every setting has a default. It can be given in a file in
            [HOCON](https://github.com/lightbend/config/blob/main/HOCON.md) (`--config FILE`), by an environment variable, or
            by a system property of the key's name after `--` (`deploy/run -- -Dmillrace.http.port=80`); of these the later
            ones win. A key or variable that does not exist, or a value out of its range, stops the start with a line that
            says so. Lists are written with commas in the environment. A port of 0 means any free one.

            Two variables are no settings: `MILLRACE_LOG_LEVEL` (`ERROR`, `WARN`, `INFO`, `DEBUG`, `TRACE`) and
            `MILLRACE_JAVA_OPTS` (options of the JVM). `MILLRACE_AKKA_LOG_LEVEL` is the level of Akka's own messages.
            """;

    private final StringBuilder text = new StringBuilder(HEAD);
    private final List<String> withoutComment = new ArrayList<>();

    static ConfigurationManual ofAllModules() {
        ConfigurationManual manual = new ConfigurationManual();
        Config millrace = references().stream()
                .map(ConfigFactory::parseURL)
                .filter(reference -> reference.hasPath("millrace"))
                .reduce(ConfigFactory.empty(), Config::withFallback);
        manual.section("millrace", millrace.getObject("millrace"));
        return manual;
    }

    private static List<URL> references() {
        try {
            return Collections.list(ConfigurationManual.class.getClassLoader().getResources("reference.conf"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void section(String path, ConfigObject section) {
        List<Map.Entry<String, ConfigValue>> values = settings(section);
        if (!values.isEmpty()) {
            text.append("\n## ").append(path).append("\n\n");
            String comment = comment(section);
            if (!comment.isEmpty() && !path.equals("millrace")) {
                text.append(comment).append("\n\n");
            }
            text.append("| key | default | environment | meaning |\n| --- | --- | --- | --- |\n");
            values.forEach(value -> row(path + '.' + value.getKey(), value.getValue()));
        }
        section.entrySet().stream()
                .filter(entry -> isSection(entry.getValue()))
                .sorted(Map.Entry.comparingByKey())
                .forEach(inner -> section(path + '.' + inner.getKey(), (ConfigObject) inner.getValue()));
    }

    /** In the order in which the file has them. */
    private static List<Map.Entry<String, ConfigValue>> settings(ConfigObject section) {
        return section.entrySet().stream()
                .filter(entry -> !isSection(entry.getValue()))
                .sorted(Comparator.comparingInt(
                        entry -> entry.getValue().origin().lineNumber()))
                .toList();
    }

    private static boolean isSection(ConfigValue value) {
        return value.valueType() == ConfigValueType.OBJECT && !((ConfigObject) value).isEmpty();
    }

    private void row(String key, ConfigValue value) {
        String comment = comment(value);
        if (comment.isEmpty()) {
            withoutComment.add(key);
        }
        text.append("| `%s` | `%s` | `%s` | %s |\n".formatted(key, written(value), variable(key), comment));
    }

    private static String comment(ConfigValue value) {
        return value.origin().comments().stream()
                .map(String::strip)
                .collect(Collectors.joining(" "))
                .strip()
                .replace("|", "\\|");
    }

    private static String written(ConfigValue value) {
        return value.render(ConfigRenderOptions.concise()).replace("|", "\\|");
    }

    private static String variable(String key) {
        return key.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
    }

    /** Keys that nothing explains. */
    List<String> withoutComment() {
        return withoutComment;
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
