package io.millrace.media;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import org.junit.jupiter.api.Test;

class RandomAccessRuleTest {
    private final RandomAccessRule rule = new RandomAccessRule();

    private boolean asked(Codec codec, Frame.Type type, boolean key, long time) {
        return rule.isRandomAccessPoint(new Frame(codec, type, key, time, 0, Unpooled.EMPTY_BUFFER, 0));
    }

    private boolean sound(long time) {
        return asked(Codec.AAC, Frame.Type.CODED, false, time);
    }

    @Test
    void keyFramesArePointsAndNothingElseOfAPictureIs() {
        assertThat(asked(Codec.H264, Frame.Type.CONFIG, false, 0)).isFalse();
        assertThat(asked(Codec.H264, Frame.Type.CODED, true, 0)).isTrue();
        assertThat(asked(Codec.H264, Frame.Type.CODED, false, 40)).isFalse();
        assertThat(asked(Codec.H264, Frame.Type.CODED, true, 80)).isTrue();
        assertThat(sound(90)).isFalse();
    }

    @Test
    void soundAloneHasAPointEachSecond() {
        assertThat(asked(Codec.AAC, Frame.Type.CONFIG, false, 0)).isFalse();
        assertThat(sound(0)).isTrue();
        assertThat(sound(999)).isFalse();
        assertThat(sound(1000)).isTrue();
        assertThat(sound(1500)).isFalse();
        assertThat(sound(2100)).isTrue();
    }

    @Test
    void anAnnouncedPictureIsWaitedForAndOneThatHasGoneIsNot() {
        asked(Codec.H264, Frame.Type.CONFIG, false, 0);
        assertThat(sound(0)).isFalse();
        assertThat(sound(4900)).isFalse();
        assertThat(sound(5100)).isTrue();
        assertThat(asked(Codec.H264, Frame.Type.CODED, true, 5200)).isTrue();
        assertThat(sound(6500)).isFalse();
    }

    @Test
    void scriptDataAreNoPoints() {
        assertThat(asked(Codec.AMF0, Frame.Type.METADATA, false, 0)).isFalse();
    }
}
