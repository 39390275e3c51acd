package io.millrace.origin.segment;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class SegmentBudgetTest {
    private final SegmentBudget budget =
            new SegmentBudget(new SegmentSettings(1 << 20, 4096, Duration.ofSeconds(60), 2, 1000));

    @Test
    void aSessionHasRoomForSoManySegments() {
        SegmentBudget.Share share = budget.share();

        assertThat(share.take(1)).isTrue();
        assertThat(share.take(1)).isTrue();
        assertThat(share.take(1)).isFalse();
        share.giveBack(1);
        assertThat(share.take(1)).isTrue();
    }

    @Test
    void allSessionsShareTheBytesOfTheNode() {
        assertThat(budget.share().take(600)).isTrue();
        assertThat(budget.share().take(600)).isFalse();
        assertThat(budget.share().take(400)).isTrue();
        assertThat(budget.pendingBytes()).isEqualTo(1000);
    }
}
