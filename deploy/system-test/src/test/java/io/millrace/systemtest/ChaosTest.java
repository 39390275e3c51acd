package io.millrace.systemtest;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.systemtest.Chaos.Fault;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What deploy/chaos does; unless it is told for how long, each fault that no other test has, once, in any order. */
@ExtendWith(SharedCluster.class)
@Order(SharedCluster.FIRST + 2)
class ChaosTest {
    private static final Duration LENGTH = Duration.ofMinutes(Long.getLong("millrace.chaos.minutes", 0));
    private static final long SEED = Long.getLong("millrace.chaos.seed", System.nanoTime());

    private static final Set<Fault> SHORT = EnumSet.of(Fault.EDGE_KILLED, Fault.STORE_FROZEN, Fault.ROLLING_RESTART);

    @Test
    void nobodySeesTheFaultsOfOthers(TestingCluster cluster) {
        System.out.println("Chaos with seed " + SEED);
        try (Chaos chaos = new Chaos(cluster, SEED)) {
            if (LENGTH.isZero()) {
                List<Fault> faults = new ArrayList<>(SHORT);
                Collections.shuffle(faults, new Random(SEED));
                faults.forEach(chaos::commit);
            } else {
                chaos.run(LENGTH);
            }
            Flaws flaws = chaos.judge();
            System.out.println(chaos.past().size() + " faults\n" + flaws.table());
            assertThat(flaws.texts()).isEmpty();
        }
    }
}
