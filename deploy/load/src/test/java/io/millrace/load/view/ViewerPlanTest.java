package io.millrace.load.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ViewerPlanTest {
    @Test
    void asManyAreStalledAsAreNotReading() {
        for (int count : new int[] {1, 7, 99, 1000}) {
            for (int percent : new int[] {0, 1, 20, 50, 99}) {
                ViewerPlan plan = new ViewerPlan(Protocol.FLV, List.of(), count, 1, percent);

                assertThat(IntStream.range(0, count).filter(plan::isStalled).count())
                        .isEqualTo(count - plan.reading());
            }
        }
    }

    @Test
    void theStalledOnesAreSpreadOverAll() {
        ViewerPlan plan = new ViewerPlan(Protocol.FLV, List.of(), 10, 1, 20);

        assertThat(IntStream.range(0, 10).filter(plan::isStalled)).containsExactly(4, 9);
    }

    @Test
    void someoneHasToRead() {
        assertThatIllegalArgumentException().isThrownBy(() -> new ViewerPlan(Protocol.FLV, List.of(), 10, 1, 100));
    }
}
