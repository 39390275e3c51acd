package io.millrace.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
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

    private long script(long timestamp) {
        return timeline.next(MediaKind.SCRIPT, (int) timestamp);
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
    void timeGrowsBeyondThirtyTwoBits() {
        long wire = 0;
        long time = 0;
        while (time < 5L << 31) {
            time = video(wire);
            assertThat(time).isEqualTo(wire);
            wire += 2_999;
        }
    }

    @Test
    void aJumpForwardMovesTheLineByOneFrameAndKeepsTracksInStep() {
        video(0);
        audio(10);
        assertThat(video(1_000_000)).isEqualTo(40);
        assertThat(audio(1_000_010)).isEqualTo(50);
    }

    @Test
    void soundOfBeforeTheJumpIsStillPlacedBeforeIt() {
        video(0);
        audio(0);
        assertThat(video(1_000_000)).isEqualTo(40);
        assertThat(audio(23)).isEqualTo(23);
        assertThat(audio(1_000_006)).isEqualTo(46);
        assertThat(video(1_000_040)).isEqualTo(80);
    }

    @Test
    void aJumpOverWhichSoundSeemsOnlyToPauseKeepsTracksInStep() {
        video(0);
        audio(20);
        assertThat(video(3_025)).isEqualTo(40);
        assertThat(audio(3_028)).isEqualTo(43);
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
    void aShortJumpBackGoesOnTooWithTracksInStep() {
        video(1_000_000);
        video(1_000_040);
        audio(1_000_030);
        assertThat(video(999_540)).isEqualTo(80);
        assertThat(audio(999_520)).isEqualTo(60);
    }

    @Test
    void aJumpMovesTheLineByTheFrameDurationThatTheTrackHad() {
        for (int i = 0; i <= 100; i++) {
            video(100L * i);
        }
        assertThat(video(77_000)).isEqualTo(10_100);
    }

    @Test
    void tracksWhoseClocksAreFarApartRunSideBySide() {
        for (int i = 0; i < 100; i++) {
            assertThat(video(40L * i)).isEqualTo(40L * i);
            assertThat(audio(500_000 + 40L * i)).isEqualTo(40L * i);
        }
    }

    @Test
    void soundThatArrivesLongAfterItsPictureKeepsItsTime() {
        video(0);
        audio(0);
        for (int i = 1; i < 200; i++) {
            assertThat(video(40L * i)).isEqualTo(40L * i);
        }
        for (int i = 1; i < 200; i++) {
            assertThat(audio(40L * i)).isEqualTo(40L * i);
        }
    }

    @Test
    void aPictureEveryTenSecondsKeepsItsPlaceInTheSound() {
        for (int i = 0; i < 4000; i++) {
            assertThat(audio(20L * i)).isEqualTo(20L * i);
            if (i % 500 == 0) {
                assertThat(video(20L * i)).isEqualTo(20L * i);
            }
        }
    }

    @Test
    void aSingleWrongTimeStampMovesTheLineByAFrameAtMost() {
        video(600_000);
        video(600_040);
        assertThat(video(0)).isEqualTo(80);
        assertThat(video(600_080)).isEqualTo(80);
        assertThat(video(600_120)).isEqualTo(120);
    }

    @Test
    void scriptDataNeverMoveTheLine() {
        assertThat(script(0)).isZero();
        video(600_000);
        assertThat(video(600_040)).isEqualTo(40);
        assertThat(script(0)).isEqualTo(40);
        assertThat(video(600_080)).isEqualTo(80);
        assertThat(script(600_070)).isEqualTo(70);
        assertThat(video(600_120)).isEqualTo(120);
    }

    @Test
    void aPauseShorterThanAJumpIsKept() {
        video(0);
        assertThat(video(2500)).isEqualTo(2500);
    }

    @Test
    void whatCountsAsAJumpIsSettable() {
        Timeline patient = new Timeline(10_000);
        patient.next(MediaKind.VIDEO, 0);
        assertThat(patient.next(MediaKind.VIDEO, 9_000)).isEqualTo(9_000);
        assertThat(patient.next(MediaKind.VIDEO, 20_000)).isEqualTo(9_040);
        assertThatThrownBy(() -> new Timeline(0)).hasMessage("jumpMillis: 0 (expected: >= 1)");
    }

    @Test
    void soundBehindThePictureKeepsItsDistance() {
        video(1000);
        assertThat(video(1040)).isEqualTo(40);
        assertThat(audio(1010)).isEqualTo(10);
        assertThat(audio(1031)).isEqualTo(31);
    }

    @Test
    void soundFromBeforeTheFirstPictureCatchesUpInTheLeastSteps() {
        video(1000);
        assertThat(audio(950)).isZero();
        assertThat(audio(973)).isEqualTo(1);
        assertThat(audio(996)).isEqualTo(2);
        assertThat(audio(1019)).isEqualTo(19);
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

    @Test
    void aRestartWithoutAnyFrameBeforeItChangesNothing() {
        timeline.restartAfter(700);
        assertThat(video(90)).isZero();
    }

    @Property
    void whateverComesTimeNeverGoesBackWithinATrackNorRunsAway(
            @ForAll @Size(max = 200) List<@IntRange Integer> timestamps) {
        Timeline any = new Timeline();
        long[] last = {-1, -1, -1};
        for (int i = 0; i < timestamps.size(); i++) {
            MediaKind kind = MediaKind.values()[Math.floorMod(timestamps.get(i), 3)];
            if (timestamps.get(i) % 31 == 0) {
                any.restartAfter(1);
            }
            long time = any.next(kind, timestamps.get(i));
            assertThat(time).isGreaterThanOrEqualTo(last[kind.ordinal()]).isNotNegative();
            assertThat(time).isLessThanOrEqualTo((i + 1) * (Timeline.DEFAULT_JUMP_MILLIS + 1));
            last[kind.ordinal()] = time;
        }
    }

    /** Sound and picture of one clock, as an encoder sends them, with that clock set anew once on the way. */
    @Property
    void tracksOfOneClockStayInStepOverAnyJump(
            @ForAll @LongRange(max = 0xFFFF_FFFFL) long start,
            @ForAll @LongRange(min = 4000, max = 0x7000_0000L) long jump,
            @ForAll boolean back,
            @ForAll @IntRange(max = 1000) int soundLateBy,
            @ForAll @IntRange(min = 15, max = 60) int soundStep) {
        Timeline one = new Timeline();
        long clock = start;
        long shift = Long.MIN_VALUE;
        long lastVideo = -1;
        for (int millis = 0; millis < 8000; millis++) {
            if (millis == 4000) {
                clock += back ? -jump : jump;
                shift = Long.MIN_VALUE;
            }
            long sourceTime = clock + millis;
            if (millis % 40 == 0) {
                long time = one.next(MediaKind.VIDEO, (int) sourceTime);
                assertThat(time - lastVideo).isBetween(1L, 40L);
                lastVideo = time;
                shift = time - millis;
            }
            boolean late = millis < soundLateBy || millis >= 4000 && millis < 4000 + soundLateBy;
            if (!late && millis % soundStep == 0 && shift != Long.MIN_VALUE) {
                long time = one.next(MediaKind.AUDIO, (int) (sourceTime - soundLateBy));
                assertThat(time).isEqualTo(millis - soundLateBy + shift);
            }
        }
    }
}
