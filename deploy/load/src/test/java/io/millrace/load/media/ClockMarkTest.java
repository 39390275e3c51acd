package io.millrace.load.media;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.junit.jupiter.api.Test;

class ClockMarkTest {
    private static final long MICROS = 1_795_000_123_456_789L;

    private final ByteBuf body = Unpooled.buffer().writeZero(ClockMark.OFFSET);

    @Test
    void whatIsSetIsRead() {
        ClockMark.write(body);
        ClockMark.set(body, ClockMark.OFFSET, MICROS, 300_000);

        assertThat(body.readableBytes()).isEqualTo(ClockMark.OFFSET + ClockMark.BYTES);
        assertThat(ClockMark.isIn(body)).isTrue();
        assertThat(ClockMark.micros(body)).isEqualTo(MICROS);
        assertThat(ClockMark.number(body)).isEqualTo(300_000);
    }

    @Test
    void itIsOneNalUnitWithNothingInItThatLooksLikeAStartCode() {
        ClockMark.write(body);
        ClockMark.set(body, ClockMark.OFFSET, 0, 0);

        assertThat(body.getInt(ClockMark.OFFSET)).isEqualTo(ClockMark.BYTES - Integer.BYTES);
        for (int i = ClockMark.OFFSET + Integer.BYTES; i < body.readableBytes(); i++) {
            assertThat(body.getByte(i)).isNotZero();
        }
    }

    @Test
    void aPictureWithoutOneHasNone() {
        assertThat(ClockMark.isIn(body)).isFalse();
        assertThat(ClockMark.isIn(body.writeZero(ClockMark.BYTES))).isFalse();
    }

    @Test
    void theClockOfMarksIsTheEpochs() {
        assertThat(EpochClock.micros() / 1000)
                .isBetween(System.currentTimeMillis() - 60_000, System.currentTimeMillis() + 60_000);
    }
}
