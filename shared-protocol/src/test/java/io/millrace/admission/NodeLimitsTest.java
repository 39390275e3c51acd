package io.millrace.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import io.millrace.config.ConfigurationException;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NodeLimitsTest {
    private static final long GIB = 1L << 30;
    private static final OptionalLong GIGABIT = OptionalLong.of(125_000_000);

    @Test
    void whatIsNotSetFollowsFromTheMachine() {
        NodeLimits large = NodeLimits.of(settings(""), new Machine(8, 1 << 20, 8 * GIB, 8 * GIB, GIGABIT));
        assertThat(large).isEqualTo(new NodeLimits(200_000, 8000, 524_288, OptionalLong.of(112_500_000), 0.9));

        NodeLimits fewFiles = NodeLimits.of(settings(""), new Machine(8, 4096, 8 * GIB, 8 * GIB, GIGABIT));
        assertThat(fewFiles.maxViewers()).isEqualTo(3072);
        assertThat(fewFiles.maxPublishers()).isEqualTo(512);
        assertThat(fewFiles.maxHttpConnections()).isEqualTo(3584);

        NodeLimits littleHeap = NodeLimits.of(settings(""), new Machine(8, 1 << 20, GIB / 4, 8 * GIB, GIGABIT));
        assertThat(littleHeap.maxViewers()).isEqualTo(8192);
        assertThat(littleHeap.maxPublishers()).isEqualTo(256);

        NodeLimits littleDirect = NodeLimits.of(settings(""), new Machine(8, 1 << 20, 8 * GIB, GIB / 4, GIGABIT));
        assertThat(littleDirect.maxViewers()).isEqualTo(32_768);
        assertThat(littleDirect.maxPublishers()).isEqualTo(256);
    }

    @Test
    void aNetworkOfUnknownSpeedIsNoLimit() {
        Machine machine = new Machine(2, 1 << 20, GIB, GIB, OptionalLong.empty());
        assertThat(NodeLimits.of(settings(""), machine).maxBytesPerSecond()).isEmpty();
    }

    @Test
    void evenTheSmallestMachineTakesSomebody() {
        NodeLimits limits = NodeLimits.of(settings(""), new Machine(1, 1, 1, 1, OptionalLong.empty()));
        assertThat(limits.maxViewers()).isEqualTo(1);
        assertThat(limits.maxPublishers()).isEqualTo(1);
    }

    @Test
    void whatIsSetCountsWhateverTheMachine() {
        String set =
                """
                edge.max-viewers = 7, origin.max-publishers = 3, http.max-connections = 5
                admission { max-bytes-per-second = 1 MiB, max-memory-share = 0.5 }
                """;
        NodeLimits limits = NodeLimits.of(settings(set), new Machine(8, 1 << 20, GIB, GIB, GIGABIT));
        assertThat(limits).isEqualTo(new NodeLimits(7, 3, 5, OptionalLong.of(1 << 20), 0.5));
        assertThat(limits)
                .hasToString(
                        "7 viewers, 3 publishers, 5 HTTP connections, 8 Mbit/s to send, 50 % of heap and of direct memory");
    }

    @Test
    void thisMachineHasLimits() {
        Machine machine = Machine.current();
        assertThat(machine.processors()).isPositive();
        assertThat(machine.openFiles()).isPositive();
        assertThat(machine.heapBytes()).isEqualTo(Runtime.getRuntime().maxMemory());
        assertThat(machine.directBytes()).isPositive();
    }

    @Test
    void theDefaultsAreThoseOfTheManual() {
        assertThat(settings(""))
                .isEqualTo(new AdmissionSettings(
                        OptionalInt.empty(),
                        OptionalInt.empty(),
                        OptionalInt.empty(),
                        OptionalLong.empty(),
                        0.9,
                        Duration.ofSeconds(1)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "edge.max-viewers = 0",
                "edge.max-viewers = many",
                "origin.max-publishers = 1000001",
                "http.max-connections = 0",
                "admission.max-bytes-per-second = 1023",
                "admission.max-memory-share = 1.1",
                "admission.interval = 1 ms",
            })
    void aValueOutOfRangeStopsTheStartAndNamesItsKey(String setting) {
        String key = setting.substring(0, setting.indexOf(' '));
        assertThatThrownBy(() -> settings(setting))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith("millrace." + key + ": ");
    }

    /** The roles' own settings are not in this module. */
    private static AdmissionSettings settings(String changes) {
        return AdmissionSettings.from(ConfigFactory.parseString("millrace {" + changes + "}")
                .withFallback(
                        ConfigFactory.parseString(
                                "millrace { edge.max-viewers = auto, origin.max-publishers = auto, http.max-connections = auto }"))
                .withFallback(ConfigFactory.parseResources("reference.conf"))
                .resolve());
    }
}
