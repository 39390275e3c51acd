package io.millrace.controlplane.persistence;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Makes the journal's tables, as akka-persistence-jdbc's own schema files say. Can be run at every start, by several
 * nodes at once, and again after a crash half-way.
 */
public final class JournalSchema {
    /** The plugin's files are for an empty database: their indexes lack the IF NOT EXISTS that the tables have. */
    private static final Pattern CREATE_INDEX =
            Pattern.compile("CREATE (UNIQUE )?INDEX (CONCURRENTLY )?(IF NOT EXISTS )?", Pattern.CASE_INSENSITIVE);

    private JournalSchema() {}

    /**
     * Connects and makes what is missing. Blocks; for the start only.
     *
     * @throws JournalUnavailableException if the database cannot be reached or refuses
     */
    public static void create(PersistenceSettings settings) {
        PersistenceProfile profile = settings.profile();
        try (Connection connection = DriverManager.getConnection(settings.url(), settings.user(), settings.password());
                Statement statement = connection.createStatement()) {
            execute(statement, profile.beforeSchema());
            execute(statement, statements(profile));
            execute(statement, profile.afterSchema());
        } catch (SQLException e) {
            throw new JournalUnavailableException("the journal's database (" + settings + ") cannot be used", e);
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
