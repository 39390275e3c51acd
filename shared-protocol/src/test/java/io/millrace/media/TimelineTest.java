package io.millrace.media;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class TimelineTest {
    private final Timeline timeline = new Timeline();

    private long video(long timestamp) {
        return timeline.next(MediaKind.VIDEO, (int) timestamp);
    }

    private long audio(long timestamp) {
        return timeline.next(MediaKind.AUDIO, (int) timestamp);
    }

    @Test
    void aStartFarFromZeroBecomesZero() {
        assertThat(video(3_000_000_000L)).isZero();
        assertThat(video(3_000_000_040L)).isEqualTo(40);
    }

    @Test
    void timeGoesOnOverTheWrapWithTracksOnEitherSideOfIt() {
        assertThat(video(0xFFFF_FFD8L)).isZero();
        assertThat(audio(0xFFFF_FFEEL)).isEqualTo(22);
        assertThat(video(0L)).isEqualTo(40);
        assertThat(audio(0xFFFF_FFFFL)).isEqualTo(39);
        assertThat(audio(22L)).isEqualTo(62);
        assertThat(video(40L)).isEqualTo(80);
    }

    @Test
    void aJumpForwardMovesTheLineByOneFrameAndKeepsTracksInStep() {
        video(0);
        audio(10);
        assertThat(video(1_000_000)).isEqualTo(50);
        assertThat(audio(1_000_010)).isEqualTo(60);
    }

    @Test
    void aJumpBackGoesOnToo() {
        video(1_000_000);
        video(1_000_040);
        assertThat(video(0)).isEqualTo(80);
        assertThat(audio(20)).isEqualTo(100);
        assertThat(video(40)).isEqualTo(120);
    }

    @Test
    void aPauseShorterThanAJumpIsKept() {
        video(0);
        assertThat(video(2500)).isEqualTo(2500);
    }

    @Test
    void soundBehindThePictureKeepsItsDistance() {
        video(1000);
        assertThat(video(1040)).isEqualTo(40);
        assertThat(audio(1010)).isEqualTo(10);
        assertThat(audio(1031)).isEqualTo(31);
    }

    @Test
    void aTrackThatStepsBackMovesOnByTheLeastStep() {
        video(0);
        video(40);
        assertThat(video(30)).isEqualTo(41);
        assertThat(video(80)).isEqualTo(80);
    }

    @Test
    void anotherPublisherContinuesTheLine() {
        video(5000);
        video(5040);
        timeline.restartAfter(700);
        assertThat(audio(77)).isEqualTo(740);
        assertThat(video(90)).isEqualTo(753);
    }

    @Property
    void whateverComesTimeNeverGoesBackWithinATrackNorRunsAway(
            @ForAll @Size(max = 200) List<@IntRange Integer> timestamps) {
        Timeline any = new Timeline();
        long[] last = {-1, -1};
        for (int i = 0; i < timestamps.size(); i++) {
            MediaKind kind = (timestamps.get(i) & 1) == 0 ? MediaKind.AUDIO : MediaKind.VIDEO;
            long time = any.next(kind, timestamps.get(i));
            assertThat(time).isGreaterThanOrEqualTo(last[kind.ordinal()]).isNotNegative();
            assertThat(time).isLessThanOrEqualTo((i + 1) * Timeline.JUMP_MILLIS);
            last[kind.ordinal()] = time;
        }
    }
}
