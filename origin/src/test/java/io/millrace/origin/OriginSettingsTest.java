package io.millrace.origin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.millrace.config.ConfigurationException;
import io.millrace.origin.feed.FeedSettings;
import io.millrace.origin.publish.PublishSettings;
import io.millrace.origin.segment.SegmentSettings;
import io.millrace.relay.RelayListenerSettings;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class OriginSettingsTest {
    private final Config reference = ConfigFactory.defaultReference();

    @Test
    void theDefaultsAreThoseOfTheManual() {
        OriginSettings settings = OriginSettings.from(reference);

        assertThat(settings.publish())
                .isEqualTo(new PublishSettings(
                        Duration.ofSeconds(25),
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(1),
                        Duration.ofMillis(500),
                        Duration.ofSeconds(5),
                        Duration.ofMinutes(1),
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(20)));
        assertThat(settings.feed()).isEqualTo(new FeedSettings(100));
        assertThat(settings.segment())
                .isEqualTo(new SegmentSettings(64 << 20, 256 << 10, Duration.ofMinutes(1), 64, 512L << 20));
        assertThat(settings.relay())
                .isEqualTo(new RelayListenerSettings(
                        "0.0.0.0",
                        1940,
                        Optional.empty(),
                        Duration.ofMinutes(10),
                        100_000,
                        Duration.ofSeconds(2),
                        Duration.ofSeconds(1),
                        Duration.ofMillis(10)));
    }

    @Test
    void theTimeToDrainIsMoreThanItsPartsAre() {
        Config wrong = ConfigFactory.parseString("millrace.origin { reconnect-time = 6 s, drain-timeout = 11 s }")
                .withFallback(reference);

        assertThatThrownBy(() -> OriginSettings.from(wrong))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith("millrace.origin.drain-timeout: ");
    }

    @Test
    void aValueOutOfItsRangeIsNamed() {
        Config wrong = ConfigFactory.parseString("millrace.origin.segment.max-pending = 0")
                .withFallback(reference);

        assertThatThrownBy(() -> OriginSettings.from(wrong))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage("millrace.origin.segment.max-pending: 0 (expected: 1 .. 10000)");
    }
}
