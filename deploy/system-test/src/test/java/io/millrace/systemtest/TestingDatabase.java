package io.millrace.systemtest;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

/** A PostgreSQL server, processes of its own; it can be stopped and started again with what it holds. */
final class TestingDatabase implements AutoCloseable {
    private static final Duration START_LIMIT = Duration.ofMinutes(2);

    private final Path data;
    private EmbeddedPostgres server;
    private int port;

    TestingDatabase(Path data) {
        this.data = data;
        start();
    }

    void start() {
        try {
            server = EmbeddedPostgres.builder()
                    .setDataDirectory(data)
                    .setCleanDataDirectory(false)
                    .setPort(port)
                    .setPGStartupWait(START_LIMIT)
                    .setServerConfig("max_connections", "200")
                    .setServerConfig("listen_addresses", "*")
                    .start();
            if (port == 0) {
                letNodesIn();
            }
            port = server.getPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Nodes may have addresses other than the machine's. */
    private void letNodesIn() throws IOException {
        Files.writeString(data.resolve("pg_hba.conf"), "host all all 10.0.0.0/8 trust\n", StandardOpenOption.APPEND);
        try (Connection connection = server.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("SELECT pg_reload_conf()");
        } catch (SQLException e) {
            throw new IOException(e);
        }
    }

    /** Ends its sessions at once and shuts it down. */
    void stop() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @param host one of this machine's addresses */
    String url(String host) {
        return "jdbc:postgresql://" + host + ":" + port + "/postgres";
    }

    @Override
    public void close() {
        stop();
    }
}
