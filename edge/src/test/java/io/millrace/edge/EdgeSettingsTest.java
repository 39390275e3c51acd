package io.millrace.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import io.millrace.config.ConfigurationException;
import io.millrace.edge.http.HttpSettings;
import io.millrace.edge.http.HttpsSettings;
import io.millrace.edge.relay.RelaySettings;
import io.millrace.edge.relay.UpstreamChoice;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EdgeSettingsTest {
    @Test
    void theDefaultsAreThoseOfTheReference() {
        EdgeSettings settings = with("");
        assertThat(settings.relay())
                .isEqualTo(new RelaySettings(
                        10_000,
                        Duration.ofSeconds(3),
                        Duration.ofSeconds(10),
                        Duration.ofMinutes(1),
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(30),
                        Duration.ofMillis(200),
                        Duration.ofSeconds(5),
                        UpstreamChoice.ORIGIN,
                        Duration.ofSeconds(10),
                        16 << 20));
        assertThat(settings.http())
                .isEqualTo(new HttpSettings(
                        "0.0.0.0",
                        8080,
                        8 << 10,
                        16 << 10,
                        Duration.ofSeconds(10),
                        Duration.ofMinutes(1),
                        Duration.ofSeconds(30),
                        20_000,
                        List.of(),
                        "*",
                        Duration.ofDays(1),
                        Duration.ZERO,
                        settings.http().mounts(),
                        256 << 10));
        assertThat(settings.https()).isEqualTo(new HttpsSettings(8443, 100, 200));
        assertThat(settings.drainTime()).isEqualTo(Duration.ofSeconds(30));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "edge.max-channels = 0",
                "edge.watch-interval = 0s",
                "edge.publisher-wait = 11m",
                "edge.grace = 11m",
                "edge.linger = 11m",
                "edge.hls-interest = 0s",
                "edge.reconnect-delay = 0s",
                "edge.relay-timeout = 11m",
                "edge.upstream = nowhere",
                "edge.parent-backoff = 11m",
                "edge.gop-cache-bytes = 257 MiB",
                "http.port = 65536",
                "http.max-request-line-bytes = 255",
                "http.max-header-bytes = 255",
                "http.trusted-proxies = [everybody]",
                "http.request-timeout = 0s",
                "http.idle-timeout = 0s",
                "http.write-timeout = 0s",
                "http.max-connections-per-address = 0",
                "http.segment-max-age = 400d",
                "http.read-bytes = 1",
                "http.fast-cache = 61s",
                "http.mounts = [\"[app]/[stream].flv\"]",
                "http.mounts = [\"/[app]/[stream].mkv\"]",
                "https.port = -1",
                "https.max-streams = 10001",
                "https.max-resets = 0",
            })
    void aValueOutOfRangeStopsTheStartAndNamesItsKey(String setting) {
        String key = setting.substring(0, setting.indexOf(' '));
        assertThatThrownBy(() -> with(setting))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith("millrace." + key + ": ");
    }

    private static EdgeSettings with(String setting) {
        return EdgeSettings.from(ConfigFactory.parseString("millrace {" + setting + "}")
                .withFallback(ConfigFactory.parseResources("reference.conf"))
                .resolve());
    }
}
