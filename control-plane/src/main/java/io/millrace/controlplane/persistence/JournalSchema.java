package io.millrace.controlplane.persistence;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the journal's tables, as akka-persistence-jdbc's own schema files say. Can be run at every start, by several
 * nodes at once, and again after a crash half-way.
 */
public final class JournalSchema {
    /** The plugin's files are for an empty database: their indexes lack the IF NOT EXISTS that the tables have. */
    private static final Pattern CREATE_INDEX =
            Pattern.compile("CREATE (UNIQUE )?INDEX (CONCURRENTLY )?(IF NOT EXISTS )?", Pattern.CASE_INSENSITIVE);

    /** Classes and a code of SQLSTATE. */
    private static final String CONNECTION_FAILURE = "08";

    private static final String OPERATOR_INTERVENTION = "57P";
    private static final String TOO_MANY = "53300";

    private static final Logger LOG = LoggerFactory.getLogger(JournalSchema.class);

    private JournalSchema() {}

    /**
     * Connects and makes what is missing; a database that is not there, or not yet, is waited for. Blocks; for the start
     * only.
     *
     * @throws JournalUnavailableException if the database cannot be reached in time, or refuses
     */
    public static void create(PersistenceSettings settings) {
        long started = System.nanoTime();
        boolean said = false;
        while (true) {
            try {
                createNow(settings);
                return;
            } catch (SQLException e) {
                boolean inTime = System.nanoTime() - started
                        < settings.startTimeout()
                                .minus(settings.retryInterval())
                                .toNanos();
                if (!inTime || !isAbsent(e)) {
                    throw new JournalUnavailableException(
                            "the journal's database (" + settings + ") cannot be used", e);
                }
                if (!said) {
                    LOG.warn(
                            "Waiting up to {} for the journal's database: {}", settings.startTimeout(), e.getMessage());
                    said = true;
                }
                pause(settings, e);
            }
        }
    }

    private static void createNow(PersistenceSettings settings) throws SQLException {
        PersistenceProfile profile = settings.profile();
        try (Connection connection = JournalConnection.open(settings);
                Statement statement = connection.createStatement()) {
            execute(statement, profile.beforeSchema());
            execute(statement, statements(profile));
            execute(statement, profile.afterSchema());
        }
    }

    /** Whether the failure tells of a server that is not there, starts, stops or has no connection left just now. */
    private static boolean isAbsent(SQLException e) {
        String state = String.valueOf(e.getSQLState());
        return state.startsWith(CONNECTION_FAILURE)
                || state.startsWith(OPERATOR_INTERVENTION)
                || state.equals(TOO_MANY);
    }

    private static void pause(PersistenceSettings settings, SQLException failure) {
        try {
            TimeUnit.NANOSECONDS.sleep(settings.retryInterval().toNanos());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new JournalUnavailableException("interrupted while waiting for the journal's database", failure);
        }
    }

    private static void execute(Statement statement, List<String> sql) throws SQLException {
        for (String one : sql) {
            statement.execute(one);
        }
    }

    static List<String> statements(PersistenceProfile profile) {
        String script = CREATE_INDEX
                .matcher(read(profile.schemaResource()))
                .replaceAll(found ->
                        found.group(1) == null ? "CREATE INDEX IF NOT EXISTS " : "CREATE UNIQUE INDEX IF NOT EXISTS ");
        return Arrays.stream(script.split(";"))
                .map(String::strip)
                .filter(statement -> !statement.isEmpty())
                .toList();
    }

    private static String read(String resource) {
        try (InputStream in = JournalSchema.class.getClassLoader().getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("no resource " + resource + " in akka-persistence-jdbc");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
