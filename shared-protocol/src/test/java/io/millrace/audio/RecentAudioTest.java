package io.millrace.audio;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.media.Codec;
import io.millrace.media.Frame;
import io.netty.buffer.Unpooled;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class RecentAudioTest {
    @Test
    void itIsBoundedInTime() {
        RecentAudio recent = new RecentAudio(Duration.ofSeconds(5));
        for (int time = 0; time <= 60_000; time += 20) {
            add(recent, Codec.AAC, time, 100);
        }
        assertThat(recent.frames()).isEqualTo(251);
        assertThat(recent.bytes()).isEqualTo(25_100);
    }

    @Test
    void itIsBoundedInBytesWhateverAPublisherSends() {
        RecentAudio recent = new RecentAudio(Duration.ofMinutes(1));
        for (int i = 0; i < 1000; i++) {
            add(recent, Codec.MP3, 0, 64_000);
        }
        assertThat(recent.bytes()).isBetween(RecentAudio.MAX_BYTES - 64_000, RecentAudio.MAX_BYTES);
    }

    @Test
    void nothingIsKeptOfWhatNoFormatOfSoundAloneCarriesOrIfNothingIsWanted() {
        RecentAudio recent = new RecentAudio(Duration.ofSeconds(5));
        add(recent, Codec.OPUS, 0, 100);
        add(recent, Codec.H264, 0, 100);
        assertThat(recent.frames()).isZero();
        RecentAudio off = new RecentAudio(Duration.ZERO);
        add(off, Codec.AAC, 0, 100);
        assertThat(off.frames()).isZero();
    }

    @Test
    void anotherCodingEndsWhatWasKept() {
        RecentAudio recent = new RecentAudio(Duration.ofSeconds(5));
        add(recent, Codec.AAC, 0, 100);
        add(recent, Codec.MP3, 20, 50);
        assertThat(recent.bytes()).isEqualTo(50);
        add(recent, Codec.OPUS, 40, 50);
        assertThat(recent.frames()).isZero();
    }

    private static void add(RecentAudio recent, Codec codec, long time, int bytes) {
        Frame frame = new Frame(
                codec, Frame.Type.CODED, false, time, 0, Unpooled.buffer().writeZero(bytes + 1), 1);
        recent.add(frame);
        frame.release();
    }
}
