package io.millrace.controlplane.persistence;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/** Finds out whether the journal's database answers, over a connection of its own. For one thread at a time. */
public final class JournalProbe implements AutoCloseable {
    private final PersistenceSettings settings;
    private Connection connection;

    public JournalProbe(PersistenceSettings settings) {
        this.settings = settings;
    }

    /**
     * Asks the database. Blocks, for the settings' time for a connection and that for an answer at most.
     *
     * @throws SQLException if it does not answer
     */
    public void check() throws SQLException {
        try {
            if (connection == null) {
                connection = JournalConnection.open(settings);
            }
            try (Statement statement = connection.createStatement()) {
                statement.execute("SELECT 1");
            }
        } catch (SQLException e) {
            close();
            throw e;
        }
    }

    /** The next check connects anew. */
    @Override
    public void close() {
        if (connection == null) {
            return;
        }
        try {
            connection.close();
        } catch (SQLException e) {
            // It was broken; the driver has let go of it.
        } finally {
            connection = null;
        }
    }
}
