package io.millrace.node;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.core.spi.FilterReply;
import org.junit.jupiter.api.Test;

class RepetitionFilterTest {
    private static final String SHARD_REGION = "akka.cluster.sharding.ShardRegion";

    private final RepetitionFilter filter = new RepetitionFilter();
    private final LoggerContext loggers = new LoggerContext();

    private FilterReply decide(String logger, Level level, String message) {
        return filter.decide(null, loggers.getLogger(logger), level, message, new Object[0], null);
    }

    @Test
    void onlyTheFirstFailuresOfActorsAreLogged() {
        for (int i = 0; i < 5; i++) {
            assertThat(decide("x", Level.ERROR, "Supervisor StopSupervisor saw failure: x"))
                    .isEqualTo(FilterReply.NEUTRAL);
        }
        assertThat(decide("x", Level.ERROR, "Supervisor StopSupervisor saw failure: x"))
                .isEqualTo(FilterReply.DENY);
    }

    @Test
    void onlyTheFirstWarningsOfShardRegionsAreLogged() {
        for (int i = 0; i < 2; i++) {
            assertThat(decide(SHARD_REGION, Level.WARN, "no coordinator")).isEqualTo(FilterReply.NEUTRAL);
        }
        assertThat(decide(SHARD_REGION, Level.WARN, "no coordinator")).isEqualTo(FilterReply.DENY);
    }

    @Test
    void allElseIsLogged() {
        for (int i = 0; i < 100; i++) {
            assertThat(decide("x", Level.ERROR, "something else")).isEqualTo(FilterReply.NEUTRAL);
            assertThat(decide("x", Level.INFO, "Supervisor")).isEqualTo(FilterReply.NEUTRAL);
            assertThat(decide("x", Level.ERROR, null)).isEqualTo(FilterReply.NEUTRAL);
            assertThat(decide(SHARD_REGION, Level.ERROR, "broken")).isEqualTo(FilterReply.NEUTRAL);
        }
    }
}
