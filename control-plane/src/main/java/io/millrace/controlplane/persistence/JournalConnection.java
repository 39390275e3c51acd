package io.millrace.controlplane.persistence;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;

/** Connections to the journal's database besides those of the pool; they, too, give up a server that does not answer. */
final class JournalConnection {
    private JournalConnection() {}

    static Connection open(PersistenceSettings settings) throws SQLException {
        Properties properties = new Properties();
        properties.putAll(settings.profile().driverProperties(settings.connectTimeout(), settings.answerTimeout()));
        properties.setProperty("user", settings.user());
        properties.setProperty("password", settings.password());
        return DriverManager.getConnection(settings.url(), properties);
    }
}
