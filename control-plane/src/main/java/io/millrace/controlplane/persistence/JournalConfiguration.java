package io.millrace.controlplane.persistence;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.time.Duration;
import java.util.Map;

/** The Akka configuration by which journal and snapshots go to the database of the settings, over one shared pool. */
public final class JournalConfiguration {
    private static final String DATABASE = "akka-persistence-jdbc.shared-databases.slick";

    /** Well below the time after which a journal that does not answer is taken to have failed. */
    private static final Duration CONNECTION_TIMEOUT = Duration.ofSeconds(5);

    private JournalConfiguration() {}

    /** To be laid over the rest of an actor system's configuration. */
    public static Config of(PersistenceSettings settings) {
        return ConfigFactory.parseMap(
                Map.ofEntries(
                        Map.entry("akka.persistence.journal.plugin", "jdbc-journal"),
                        Map.entry("akka.persistence.snapshot-store.plugin", "jdbc-snapshot-store"),
                        Map.entry("jdbc-journal.use-shared-db", "slick"),
                        Map.entry("jdbc-snapshot-store.use-shared-db", "slick"),
                        Map.entry("jdbc-read-journal.use-shared-db", "slick"),
                        Map.entry(DATABASE + ".profile", settings.profile().slickProfile()),
                        Map.entry(DATABASE + ".db.driver", settings.profile().driver()),
                        Map.entry(DATABASE + ".db.url", settings.url()),
                        Map.entry(DATABASE + ".db.user", settings.user()),
                        Map.entry(DATABASE + ".db.password", settings.password()),
                        Map.entry(DATABASE + ".db.numThreads", settings.connections()),
                        Map.entry(DATABASE + ".db.maxConnections", settings.connections()),
                        Map.entry(DATABASE + ".db.minConnections", 1),
                        Map.entry(DATABASE + ".db.connectionTimeout", CONNECTION_TIMEOUT.toMillis())),
                "millrace.persistence");
    }
}
