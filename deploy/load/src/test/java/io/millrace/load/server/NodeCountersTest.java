package io.millrace.load.server;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class NodeCountersTest {
    @Test
    void countersAreFoundAmongAllMetrics() {
        NodeCounters counters = NodeCounters.parse(
                """
                # HELP millrace_delivery_jumps_total
                # TYPE millrace_delivery_jumps_total counter
                millrace_delivery_jumps_total 12.0
                millrace_delivery_stuck_total{role="edge",} 3.0
                millrace_delivery_stuck_total{role="origin",} 1.0
                millrace_delivery_stuck_total_created 1.7E9
                """);

        assertThat(counters).isEqualTo(new NodeCounters(12, 4));
        assertThat(counters.since(new NodeCounters(10, 4))).isEqualTo(new NodeCounters(2, 0));
    }
}
