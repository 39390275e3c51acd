package io.millrace.rtmp.address;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import io.millrace.config.ConfigurationException;
import io.millrace.config.Settings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VirtualHostsTest {
    private final VirtualHosts vhosts = read("{name = Shows.Example.com, bucket = shows},"
            + "{name = tv.example.com, bucket = \"tv-[app]\"}, {name = \"any\", bucket = \"[app]\"}");

    @ParameterizedTest
    @CsvSource({
        "shows.example.com, live, shows",
        "SHOWS.example.com, other, shows",
        "tv.example.com, live, tv-live",
        "tv.example.com, tv-live, tv-live",
        "tv.example.com, tv-, tv-tv-",
        "any, live, live",
    })
    void aListedHostStandsForABucket(String host, String app, String bucket) {
        assertThat(vhosts.bucket(host, app)).contains(bucket);
    }

    @Test
    void aHostThatIsNotListedStandsForNone() {
        assertThat(vhosts.bucket("localhost", "live")).isEmpty();
        assertThat(vhosts.bucket("", "live")).isEmpty();
        assertThat(vhosts.knows("localhost")).isFalse();
        assertThat(vhosts.knows("ANY")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{name = \"\", bucket = shows}",
                "{name = a, bucket = \"\"}",
                "{name = a, bucket = Shows}",
                "{name = a, bucket = \"[app][app]\"}",
                "{name = a, bucket = \"[stream]\"}",
                "{name = a, bucket = shows}, {name = A, bucket = others}",
                "{name = a}",
            })
    void aListThatMakesNoSenseStopsTheStart(String list) {
        assertThatThrownBy(() -> read(list))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith("millrace.rtmp.vhosts.");
    }

    private static VirtualHosts read(String list) {
        return VirtualHostSettings.from(
                Settings.of(ConfigFactory.parseString("millrace.rtmp.vhosts = [" + list + "]"), "millrace.rtmp")
                        .sections("vhosts"));
    }
}
