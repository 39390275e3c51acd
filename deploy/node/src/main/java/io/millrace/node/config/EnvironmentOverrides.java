package io.millrace.node.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import com.typesafe.config.ConfigValueType;
import io.millrace.config.ConfigurationException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Reads settings from environment variables: a key's variable is its name in upper case with {@code _} for {@code .} and
 * {@code -}. A list is written with commas.
 */
final class EnvironmentOverrides {
    private static final String PREFIX = "MILLRACE_";

    /** Variables that are read by the start script and by the logging, not as settings. */
    private static final Set<String> OTHERS =
            Set.of("MILLRACE_JAVA_OPTS", "MILLRACE_LOG_LEVEL", "MILLRACE_AKKA_LOG_LEVEL");

    private final Map<String, String> keyByVariable = new TreeMap<>();
    private final KnownKeys known;

    EnvironmentOverrides(KnownKeys known) {
        this.known = known;
        known.all().keySet().forEach(key -> {
            String other = keyByVariable.putIfAbsent(variable(key), key);
            if (other != null) {
                throw new IllegalStateException(key + " and " + other + " share the variable " + variable(key));
            }
        });
    }

    static String variable(String key) {
        return key.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
    }

    /** @throws ConfigurationException if a variable has our prefix but belongs to no key */
    Config read(Map<String, String> environment) {
        Map<String, Object> values = new HashMap<>();
        new TreeMap<>(environment).forEach((name, text) -> {
            if (name.startsWith(PREFIX) && !OTHERS.contains(name)) {
                values.put(key(name), value(name, text));
            }
        });
        return ConfigFactory.parseMap(values, "the environment");
    }

    private String key(String name) {
        String key = keyByVariable.get(name);
        if (key == null) {
            String hint = KnownKeys.nearest(name, keyByVariable.keySet())
                    .map(near -> "did you mean " + near + "?")
                    .orElse("docs/configuration.md lists them all");
            throw new ConfigurationException(name + ": no such setting (" + hint + ")");
        }
        return key;
    }

    private Object value(String name, String text) {
        ConfigValue byDefault = known.all().get(keyByVariable.get(name));
        if (byDefault.valueType() == ConfigValueType.OBJECT || text.startsWith("[")) {
            return ConfigFactory.parseString("value = " + text).getValue("value");
        }
        if (byDefault.valueType() == ConfigValueType.LIST) {
            List<String> elements = Arrays.stream(text.split(","))
                    .map(String::strip)
                    .filter(element -> !element.isEmpty())
                    .toList();
            return ConfigValueFactory.fromIterable(elements, name);
        }
        return ConfigValueFactory.fromAnyRef(text, name);
    }
}
