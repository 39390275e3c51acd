package io.millrace.load.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class SimulatedEdgeTest {
    private final SimulatedEdge edge = new SimulatedEdge(3, 0, 10, 2);

    @Test
    void whoHasComeIsThereWithTheirZoneUntilTheyLeave() {
        assertThat(edge.take(new Party(0, 1, 1), 3)).isTrue();
        assertThat(edge.take(new Party(4, 1, 1), 2)).isFalse();

        assertThat(edge.viewers()).isEqualTo(5);
        assertThat(edge.guests()).isEqualTo(2);
        assertThat(edge.everybody(new Random(1)))
                .hasSize(5)
                .filteredOn(party -> party.zone() == 4)
                .hasSize(2);

        edge.leave(new Party(4, 1, 0));
        assertThat(edge.guests()).isEqualTo(1);
        assertThat(edge.viewers(1)).isEqualTo(4);
        assertThat(edge.room()).isEqualTo(6);
    }

    @Test
    void aCopyIsAnothersAffair() {
        edge.take(new Party(4, 0, 0), 2);
        SimulatedEdge copy = edge.copy();
        copy.die(7, new Random(1));

        assertThat(copy.viewers()).isZero();
        assertThat(copy.guests()).isZero();
        assertThat(edge.isUp()).isTrue();
        assertThat(edge.viewers()).isEqualTo(2);
        assertThat(edge.guests()).isEqualTo(2);
    }
}
