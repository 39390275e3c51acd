package io.millrace.load.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class TrendTest {
    private static final Offset<Double> EXACT = Offset.offset(1e-9);

    @Test
    void theFirstTwoMinutesDoNotCount() {
        assertThat(Trend.slope(List.of(0.0, 900.0, 1000.0, 1010.0, 1020.0)).orElseThrow())
                .isCloseTo(10, EXACT);
    }

    @Test
    void whatGoesUpAndDownIsFlat() {
        assertThat(Trend.slope(List.of(0.0, 0.0, 100.0, 110.0, 110.0, 100.0)).orElseThrow())
                .isCloseTo(0, EXACT);
    }

    @Test
    void twoMinutesBehindTheFirstTwoAreTheLeast() {
        assertThat(Trend.slope(List.of(1.0, 2.0, 3.0))).isEmpty();
        assertThat(Trend.slope(List.of(1.0, 2.0, 3.0, 7.0)).orElseThrow()).isCloseTo(4, EXACT);
    }
}
