package io.millrace.controlplane.persistence;

import io.millrace.config.Settings;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Which database holds the journal ({@code millrace.persistence}).
 *
 * @param url the JDBC URL
 * @param connections how many connections, and as many threads, are used at most
 * @param connectTimeout how long getting a connection may take
 * @param answerTimeout how long the database may take for an answer; then the connection is given up
 * @param retryInterval how often a database that has failed is tried again
 * @param startTimeout how long a start waits for the database
 */
public record PersistenceSettings(
        PersistenceProfile profile,
        String url,
        String user,
        String password,
        int connections,
        Duration connectTimeout,
        Duration answerTimeout,
        Duration retryInterval,
        Duration startTimeout) {

    /**
     * WRITE_DELAY=0: H2 writes a transaction to the file before its commit returns, rather than up to half a second
     * later, so that a killed process loses nothing it has acknowledged. DB_CLOSE_ON_EXIT=FALSE: H2 has no shutdown hook
     * of its own, which would close the database under actors that still persist.
     */
    private static final String H2_OPTIONS = ";WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE";

    /** @param data the node's data directory, where the embedded database lies unless a URL is set */
    public static PersistenceSettings from(Settings section, Path data) {
        PersistenceProfile profile = section.choice("profile", PersistenceProfile.class);
        String url = section.text("url");
        if (url.isEmpty() && profile != PersistenceProfile.H2) {
            throw section.wrong("url", "nothing", "a JDBC URL");
        }
        return new PersistenceSettings(
                profile,
                url.isEmpty() ? h2File(data) : url,
                section.text("user"),
                section.text("password"),
                section.integer("connections", 2, 200),
                section.duration("connect-timeout", Duration.ofSeconds(1), Duration.ofMinutes(1)),
                section.duration("answer-timeout", Duration.ofSeconds(1), Duration.ofMinutes(5)),
                section.duration("retry-interval", Duration.ofMillis(100), Duration.ofMinutes(1)),
                section.duration("start-timeout", Duration.ZERO, Duration.ofDays(1)));
    }

    private static String h2File(Path data) {
        return "jdbc:h2:file:" + data.toAbsolutePath().resolve("journal") + H2_OPTIONS;
    }

    /** The password is no one's business. */
    @Override
    public String toString() {
        return "PersistenceSettings[profile=" + profile + ", user=" + user + "]";
    }
}
