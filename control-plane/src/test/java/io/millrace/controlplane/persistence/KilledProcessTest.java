package io.millrace.controlplane.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import io.millrace.config.Settings;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KilledProcessTest {
    private static final int ROWS = 50;
    private static final int KILLS = 3;

    @TempDir
    private Path data;

    @Test
    void aKilledProcessLosesNothingThatTheEmbeddedDatabaseHasAcknowledged() throws Exception {
        for (int kill = 0; kill < KILLS; kill++) {
            Path folder = data.resolve("node" + kill);
            PersistenceSettings settings =
                    PersistenceSettings.from(Settings.of(ConfigFactory.load(), "millrace.persistence"), folder);
            JournalSchema.create(settings);
            int acknowledged = acknowledgedUntilKilled(settings.url());
            assertThat(rows(settings)).isGreaterThan(acknowledged);
        }
    }

    private static int acknowledgedUntilKilled(String url) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        AcknowledgingProgram.class.getName(),
                        url)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader out = process.inputReader()) {
            int last = -1;
            while (last < ROWS) {
                last = Integer.parseInt(out.readLine());
            }
            process.toHandle().destroyForcibly();
            for (String line = out.readLine(); line != null && !line.isEmpty(); line = out.readLine()) {
                last = Integer.parseInt(line);
            }
            return last;
        } finally {
            process.destroyForcibly();
            assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        }
    }

    private static int rows(PersistenceSettings settings) throws SQLException {
        try (Connection connection = DriverManager.getConnection(settings.url(), settings.user(), settings.password());
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("SELECT COUNT(*) FROM \"snapshot\"")) {
            result.next();
            return result.getInt(1);
        }
    }
}
