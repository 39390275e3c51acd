package io.millrace.node.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigResolveOptions;
import io.millrace.config.ConfigurationException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Collectors;

/**
 * Puts the layers of a node's configuration together. The higher wins: command line, system properties, environment,
 * configuration file, our Akka settings, the reference.conf of all modules.
 */
public final class ConfigurationLoader {
    private final Config reference = ConfigFactory.defaultReferenceUnresolved();
    private final KnownKeys known =
            new KnownKeys(reference.getConfig("millrace").root());
    private final Map<String, String> environment;
    private final Properties properties;

    public ConfigurationLoader(Map<String, String> environment, Properties properties) {
        this.environment = Map.copyOf(environment);
        this.properties = properties;
    }

    /**
     * @param commandLine keys and values that were given as options
     * @throws ConfigurationException with one line about the first thing that is wrong
     */
    public Config load(Optional<Path> file, Map<String, Object> commandLine) {
        try {
            Config fromFile = file.map(ConfigurationLoader::parse).orElseGet(ConfigFactory::empty);
            Config fromProperties = systemProperties();
            known.check(fromFile);
            known.check(fromProperties);
            return ConfigFactory.parseMap(commandLine, "the command line")
                    .withFallback(fromProperties)
                    .withFallback(new EnvironmentOverrides(known).read(environment))
                    .withFallback(fromFile)
                    .withFallback(ConfigFactory.parseResources(ConfigurationLoader.class.getClassLoader(), "akka.conf"))
                    .withFallback(reference)
                    .resolve(ConfigResolveOptions.defaults());
        } catch (ConfigException e) {
            throw new ConfigurationException(e.getMessage());
        }
    }

    private static Config parse(Path file) {
        return ConfigFactory.parseFile(
                file.toFile(), ConfigParseOptions.defaults().setAllowMissing(false));
    }

    private Config systemProperties() {
        Map<String, String> ours = properties.stringPropertyNames().stream()
                .filter(name -> name.startsWith("millrace.") || name.startsWith("akka."))
                .collect(Collectors.toMap(name -> name, properties::getProperty));
        return ConfigFactory.parseMap(ours, "system properties");
    }
}
