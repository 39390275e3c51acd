package io.millrace.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class SegmentPageTest {
    private static final String KEY = Segment.keyOf("cam", 1_767_323_045_678L, 7);

    @Test
    void aPageReadsAsItWasWritten() {
        List<Segment> segments = List.of(
                new Segment(4, 7, KEY, 1_767_323_045_678L, 9960, 1_234_567_890_123L, true),
                new Segment(5, 7, "cam/ü.ts", 1_767_323_055_638L, 1, 0, false));
        ByteBuf content = SegmentPage.write(segments);
        assertThat(SegmentPage.read(content)).isEqualTo(segments);
        content.release();
    }

    @Test
    void thePageIsJsonByTheNamesOfTheComponents() {
        ByteBuf content = SegmentPage.write(List.of(new Segment(4, 7, KEY, 1, 2, 3, true)));
        assertThat(content.toString(StandardCharsets.UTF_8))
                .isEqualTo("[{\"sequence\":4,\"epoch\":7,\"key\":\"" + KEY
                        + "\",\"startMillis\":1,\"durationMillis\":2,\"bytes\":3,\"discontinuity\":true}]");
        content.release();
    }

    @Test
    void whatIsNoPageIsSaid() {
        assertThatThrownBy(() -> SegmentPage.read(Unpooled.copiedBuffer("{", StandardCharsets.UTF_8)))
                .isInstanceOf(UncheckedIOException.class);
    }

    @Test
    void aKeyHasAStartOf13DigitsAndAnEpochOf8() {
        assertThat(KEY).isEqualTo("cam/176732304567800000007.ts");
        assertThat(Segment.keyOf("cam", 1_767_323_045_678L, 123_456_789)).isEqualTo("cam/1767323045678123456789.ts");
    }
}
