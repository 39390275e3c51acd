package io.millrace.controlplane.persistence;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The databases that can hold the journal. */
public enum PersistenceProfile {
    /** Embedded: a file of this node's own. */
    H2("slick.jdbc.H2Profile$", "org.h2.Driver", "schema/h2/h2-create-schema.sql", List.of(), List.of()),
    /** One server for all nodes. The lock's number is arbitrary, but the same for every node. */
    POSTGRESQL(
            "slick.jdbc.PostgresProfile$",
            "org.postgresql.Driver",
            "schema/postgres/postgres-create-schema.sql",
            List.of("SELECT pg_advisory_lock(7240116001)"),
            List.of("SELECT pg_advisory_unlock(7240116001)"));

    private final String slickProfile;
    private final String driver;
    private final String schemaResource;
    private final List<String> beforeSchema;
    private final List<String> afterSchema;

    PersistenceProfile(
            String slickProfile,
            String driver,
            String schemaResource,
            List<String> beforeSchema,
            List<String> afterSchema) {
        this.slickProfile = slickProfile;
        this.driver = driver;
        this.schemaResource = schemaResource;
        this.beforeSchema = beforeSchema;
        this.afterSchema = afterSchema;
    }

    String slickProfile() {
        return slickProfile;
    }

    String driver() {
        return driver;
    }

    /**
     * By which the driver gives up a server that does not answer, in its own names and seconds; the embedded database
     * has nothing to wait for.
     */
    Map<String, String> driverProperties(Duration connectTimeout, Duration answerTimeout) {
        return this == H2
                ? Map.of()
                : Map.of(
                        "connectTimeout", Long.toString(connectTimeout.toSeconds()),
                        "socketTimeout", Long.toString(answerTimeout.toSeconds()),
                        "tcpKeepAlive", "true");
    }

    /** Whether the database is closed with its last connection, so that one should always be open. */
    boolean livesByItsConnections() {
        return this == H2;
    }

    /** Where akka-persistence-jdbc keeps the schema that it expects. */
    String schemaResource() {
        return schemaResource;
    }

    /** Statements that keep other nodes from making the schema at the same time. */
    List<String> beforeSchema() {
        return beforeSchema;
    }

    List<String> afterSchema() {
        return afterSchema;
    }
}
