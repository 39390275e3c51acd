package io.millrace.controlplane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import io.millrace.config.ConfigurationException;
import io.millrace.config.Settings;
import io.millrace.controlplane.bucket.BucketActorSettings;
import io.millrace.controlplane.channel.ChannelSettings;
import io.millrace.controlplane.persistence.PersistenceProfile;
import io.millrace.controlplane.persistence.PersistenceSettings;
import io.millrace.controlplane.token.TokenSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ControlPlaneSettingsTest {
    private static Settings section(String name, String overrides) {
        return Settings.of(
                ConfigFactory.parseString("millrace." + name + " {" + overrides + "}")
                        .withFallback(ConfigFactory.load()),
                "millrace." + name);
    }

    @Test
    void theDefaultsOfChannels() {
        assertThat(ChannelSettings.from(section("channel", "")))
                .isEqualTo(new ChannelSettings(
                        Duration.ofSeconds(10),
                        Duration.ofSeconds(60),
                        Duration.ofSeconds(60),
                        1000,
                        10_000,
                        200,
                        Duration.ofSeconds(1),
                        Duration.ofMinutes(1),
                        1000,
                        Duration.ofSeconds(5),
                        3,
                        Duration.ofMinutes(2),
                        500));
    }

    @Test
    void theDefaultsOfBuckets() {
        assertThat(BucketActorSettings.from(section("bucket", "")))
                .isEqualTo(new BucketActorSettings(
                        Optional.of("live"),
                        true,
                        1000,
                        10_000,
                        1000,
                        Duration.ofSeconds(5),
                        1000,
                        16,
                        Duration.ofMinutes(10),
                        100));
    }

    @Test
    void theDefaultsOfTokens() {
        assertThat(TokenSettings.from(section("token", "")))
                .isEqualTo(new TokenSettings(
                        Duration.ofDays(30),
                        Duration.ofDays(366),
                        10_000,
                        20_000,
                        100,
                        1024,
                        Duration.ofMinutes(10),
                        500));
    }

    @Test
    void theDefaultJournalIsAFileThatIsWrittenAtEachCommit() {
        PersistenceSettings settings = PersistenceSettings.from(section("persistence", ""), Path.of("/data"));
        assertThat(settings.profile()).isEqualTo(PersistenceProfile.H2);
        assertThat(settings.url()).startsWith("jdbc:h2:file:/data/journal;").contains("WRITE_DELAY=0");
    }

    @Test
    void thereNeedBeNoDefaultBucket() {
        assertThat(BucketActorSettings.from(section("bucket", "default = \"\"")).defaultBucket())
                .isEmpty();
    }

    @Test
    void wrongValuesAreNamed() {
        assertThatThrownBy(() -> BucketActorSettings.from(section("bucket", "default = \"Live!\"")))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("millrace.bucket.default");
        assertThatThrownBy(() -> ChannelSettings.from(section("channel", "max-open-segments = 1000")))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("millrace.channel.max-open-segments");
        assertThatThrownBy(() -> ChannelSettings.from(section("channel", "lease = 1s")))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("millrace.channel.lease");
    }
}
