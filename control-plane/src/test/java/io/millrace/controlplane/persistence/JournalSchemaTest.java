package io.millrace.controlplane.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import io.millrace.config.ConfigurationException;
import io.millrace.config.Settings;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalSchemaTest {
    @TempDir
    private Path data;

    private PersistenceSettings settings(String overrides) {
        return PersistenceSettings.from(
                Settings.of(
                        ConfigFactory.parseString(overrides).withFallback(ConfigFactory.load()),
                        "millrace.persistence"),
                data);
    }

    @Test
    void theSchemaCanBeMadeAgainAndAgain() throws Exception {
        PersistenceSettings settings = settings("");
        JournalSchema.create(settings);
        JournalSchema.create(settings);
        assertThat(tables(settings)).contains("event_journal", "event_tag", "snapshot");
    }

    @Test
    void aSchemaMadeHalfIsCompleted() throws Exception {
        PersistenceSettings settings = settings("");
        try (Connection connection = DriverManager.getConnection(settings.url(), "", "");
                Statement statement = connection.createStatement()) {
            statement.execute(JournalSchema.statements(PersistenceProfile.H2).get(0));
        }
        JournalSchema.create(settings);
        assertThat(tables(settings)).contains("event_journal", "event_tag", "snapshot");
    }

    @Test
    void everyStatementCanBeRepeatedOnEitherDatabase() {
        for (PersistenceProfile profile : PersistenceProfile.values()) {
            assertThat(JournalSchema.statements(profile))
                    .isNotEmpty()
                    .allSatisfy(statement -> assertThat(statement).contains("IF NOT EXISTS"))
                    .noneSatisfy(statement -> assertThat(statement).contains("CONCURRENTLY"));
        }
    }

    @Test
    void aServerNeedsAnAddress() {
        assertThatThrownBy(() -> settings("millrace.persistence.profile = postgresql"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("millrace.persistence.url");
    }

    @Test
    void thePasswordIsNotShown() {
        PersistenceSettings settings = settings("millrace.persistence { user = u, password = hunter2 }");
        assertThat(settings.toString()).doesNotContain("hunter2");
    }

    @Test
    void aDatabaseThatCannotBeReachedIsSaid() {
        PersistenceSettings settings = settings(
                "millrace.persistence { profile = postgresql, url = \"jdbc:postgresql://127.0.0.1:1/none\", user = u,"
                        + " start-timeout = 500ms, retry-interval = 100ms }");
        assertThatThrownBy(() -> JournalSchema.create(settings)).isInstanceOf(JournalUnavailableException.class);
    }

    private static List<String> tables(PersistenceSettings settings) throws Exception {
        try (Connection connection = DriverManager.getConnection(settings.url(), "", "");
                ResultSet found = connection.getMetaData().getTables(null, null, "%", new String[] {"BASE TABLE"})) {
            List<String> names = new ArrayList<>();
            while (found.next()) {
                names.add(found.getString("TABLE_NAME"));
            }
            return names;
        }
    }
}
