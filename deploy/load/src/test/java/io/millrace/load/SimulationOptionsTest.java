package io.millrace.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.load.simulation.Plan;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class SimulationOptionsTest {
    private static Optional<Plan> plan(String... arguments) {
        return CommandLine.populateCommand(new SimulationOptions(), arguments).plan();
    }

    @Test
    void nothingIsSimulatedUnlessAskedFor() {
        assertThat(plan()).isEmpty();
        assertThat(plan("--zones", "2")).isEmpty();
    }

    @Test
    void withoutNumbersItIsAMillionInFiftyZones() {
        assertThat(plan("--simulate")).contains(new Plan(50, 1_000_000, 10_000, 10_000, 1, 30, 25, 2, 1));
    }

    @Test
    void eachNumberCanBeGiven() {
        assertThat(plan(
                        "--simulate",
                        "--zones=2",
                        "--audience=3",
                        "--channels=4",
                        "--edge-viewers=5",
                        "--spare-edges=6",
                        "--origins=7",
                        "--gbits=8.5",
                        "--mbits=9.5",
                        "--seed=10"))
                .contains(new Plan(2, 3, 4, 5, 6, 7, 8.5, 9.5, 10));
    }

    @Test
    void whatCannotBeSimulatedIsRefusedWithWhatCan() {
        assertThatThrownBy(() -> plan("--simulate", "--zones", "0"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("zones: 0 (expected: 1 .. 1000)");
        assertThatThrownBy(() -> plan("--simulate", "--edge-viewers", "10"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("larger edges");
    }
}
