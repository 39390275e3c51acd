package io.millrace.controlplane.persistence;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The Akka configuration by which journal and snapshots go to the database of the settings, over one shared pool.
 *
 * <p>A database that stops or hangs fails the actors that write or recover just then: they stop, and the next message to
 * each starts it again, by what the journal has. No backoff is put around them, as a supervisor that waits would hold back
 * the message by which sharding stops an entity. What must not be is that the database is back and not used: connections
 * that do not answer are given up, and neither circuit breaker nor pool waits longer than the retry interval or the
 * connect time-out.
 */
public final class JournalConfiguration {
    private static final String DATABASE = "akka-persistence-jdbc.shared-databases.slick";
    private static final Duration SHORTEST_VALIDATION = Duration.ofMillis(250);

    private JournalConfiguration() {}

    /** To be laid over the rest of an actor system's configuration. */
    public static Config of(PersistenceSettings settings) {
        Map<String, Object> configuration = new HashMap<>();
        configuration.put("akka.persistence.journal.plugin", "jdbc-journal");
        configuration.put("akka.persistence.snapshot-store.plugin", "jdbc-snapshot-store");
        for (String plugin : List.of("jdbc-journal", "jdbc-snapshot-store", "jdbc-read-journal")) {
            configuration.put(plugin + ".use-shared-db", "slick");
        }
        for (String plugin : List.of("jdbc-journal", "jdbc-snapshot-store")) {
            configuration.put(plugin + ".circuit-breaker.call-timeout", settings.answerTimeout());
            configuration.put(plugin + ".circuit-breaker.reset-timeout", settings.retryInterval());
        }
        configuration.put("jdbc-journal.recovery-event-timeout", settings.answerTimeout());
        configuration.put(DATABASE + ".profile", settings.profile().slickProfile());
        pool(settings).forEach((key, value) -> configuration.put(DATABASE + ".db." + key, value));
        return ConfigFactory.parseMap(configuration, "millrace.persistence");
    }

    private static Map<String, Object> pool(PersistenceSettings settings) {
        Map<String, Object> pool = new HashMap<>();
        PersistenceProfile profile = settings.profile();
        pool.put("driver", profile.driver());
        pool.put("url", settings.url());
        pool.put("user", settings.user());
        pool.put("password", settings.password());
        pool.put("numThreads", settings.connections());
        pool.put("maxConnections", settings.connections());
        pool.put("minConnections", 1);
        pool.put("connectionTimeout", settings.connectTimeout().toMillis());
        pool.put("validationTimeout", validation(settings).toMillis());
        // Slick's own connection besides the pool's is never replaced when it breaks.
        pool.put("keepAliveConnection", profile.livesByItsConnections());
        profile.driverProperties(settings.connectTimeout(), settings.answerTimeout())
                .forEach((key, value) -> pool.put("properties." + key, value));
        return pool;
    }

    /** Must be shorter than the time for a connection, of which several may have to be tried. */
    private static Duration validation(PersistenceSettings settings) {
        Duration third = settings.connectTimeout().dividedBy(3);
        return third.compareTo(SHORTEST_VALIDATION) < 0 ? SHORTEST_VALIDATION : third;
    }
}
