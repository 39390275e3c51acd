package io.millrace.rtmp.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.config.ConfigurationException;
import io.millrace.rtmp.address.VirtualHosts;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RtmpConnectionSettingsTest {
    @Test
    void theDefaultsAreThoseOfTheReference() {
        assertThat(TestingSettings.with(""))
                .isEqualTo(new RtmpConnectionSettings(
                        Duration.ofSeconds(10),
                        Duration.ofMinutes(1),
                        Duration.ofSeconds(20),
                        10 << 20,
                        16 << 20,
                        Integer.MAX_VALUE,
                        64,
                        16,
                        32,
                        128 << 10,
                        1000,
                        256 << 10,
                        2_500_000,
                        60_000,
                        Duration.ofMillis(50),
                        List.of("127.0.0.0/8", "::1/128"),
                        VirtualHosts.NONE));
    }

    @Test
    void connectionsPerAddressCanBeOthersForOtherListeners() {
        assertThat(TestingSettings.with("").withMaxConnectionsPerAddress(7))
                .isEqualTo(TestingSettings.with("max-connections-per-address = 7"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "handshake-timeout = 1ms",
                "idle-timeout = 0s",
                "ping-interval = 2h",
                "max-message-bytes = 1",
                "max-unfinished-bytes = 1",
                "max-chunk-size = 127",
                "max-chunk-streams = 3",
                "max-streams-per-connection = 0",
                "max-amf-depth = 1",
                "max-amf-bytes = 1",
                "max-connections-per-address = 0",
                "max-pending-control-bytes = 1",
                "window-acknowledgement-bytes = 1",
                "outgoing-chunk-size = 127",
                "trusted-proxies = [\"everybody\"]",
            })
    void aValueOutOfRangeStopsTheStartAndNamesItsKey(String setting) {
        String key = setting.substring(0, setting.indexOf(' '));
        assertThatThrownBy(() -> TestingSettings.with(setting))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith("millrace.rtmp." + key + ": ");
    }
}
