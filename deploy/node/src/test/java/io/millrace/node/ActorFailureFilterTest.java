package io.millrace.node;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.core.spi.FilterReply;
import org.junit.jupiter.api.Test;

class ActorFailureFilterTest {
    private final ActorFailureFilter filter = new ActorFailureFilter();

    private FilterReply decide(Level level, String message) {
        return filter.decide(null, null, level, message, new Object[0], null);
    }

    @Test
    void onlyTheFirstFailuresOfActorsAreLogged() {
        for (int i = 0; i < 5; i++) {
            assertThat(decide(Level.ERROR, "Supervisor StopSupervisor saw failure: x"))
                    .isEqualTo(FilterReply.NEUTRAL);
        }
        assertThat(decide(Level.ERROR, "Supervisor StopSupervisor saw failure: x"))
                .isEqualTo(FilterReply.DENY);
    }

    @Test
    void allElseIsLogged() {
        for (int i = 0; i < 100; i++) {
            assertThat(decide(Level.ERROR, "something else")).isEqualTo(FilterReply.NEUTRAL);
            assertThat(decide(Level.INFO, "Supervisor")).isEqualTo(FilterReply.NEUTRAL);
            assertThat(decide(Level.ERROR, null)).isEqualTo(FilterReply.NEUTRAL);
        }
    }
}
