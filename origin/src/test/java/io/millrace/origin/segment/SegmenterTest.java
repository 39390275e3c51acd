package io.millrace.origin.segment;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.media.Codec;
import io.millrace.media.Frame;
import io.millrace.origin.TestingMedia;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SegmenterTest {
    private static final int FRAGMENT_SECONDS = 2;
    private static final int MAX_BYTES = 1 << 20;

    private final List<CutSegment> cuts = new ArrayList<>();
    private final InstantSource clock = InstantSource.fixed(Instant.ofEpochMilli(1_700_000_000_000L));
    private final List<Codec> leftOut = new ArrayList<>();
    private boolean full;
    private final Segmenter segmenter = new Segmenter(
            new SegmentSettings(MAX_BYTES, 4096, Duration.ofSeconds(60), 10, 1 << 24),
            FRAGMENT_SECONDS,
            ByteBufAllocator.DEFAULT,
            clock,
            this::offer,
            leftOut::add);

    @AfterEach
    void letGo() {
        segmenter.finish();
        cuts.forEach(cut -> assertThat(cut.content().release()).isTrue());
    }

    @Test
    void aSegmentEndsAtTheFirstKeyFrameAfterTheFragmentDuration() {
        video(0, 1000, 5000);

        assertThat(cuts).hasSize(2);
        assertThat(cuts).extracting(CutSegment::durationMillis).containsExactly(2000, 2000);
    }

    @Test
    void aLongGroupOfPicturesMakesALongSegment() {
        video(0, 3000, 7000);

        assertThat(cuts).extracting(CutSegment::durationMillis).containsExactly(3000, 3000);
    }

    @Test
    void onlyTheFirstSegmentIsADiscontinuity() {
        video(0, 2000, 5000);

        assertThat(cuts).extracting(CutSegment::discontinuity).containsExactly(true, false);
    }

    @Test
    void everySegmentIsWholeTransportPackets() {
        video(0, 2000, 5000);

        assertThat(cuts).allSatisfy(cut -> {
            assertThat(cut.bytes() % 188).isZero();
            for (int at = 0; at < cut.bytes(); at += 188) {
                assertThat(cut.content().getByte(at)).isEqualTo((byte) 0x47);
            }
        });
    }

    @Test
    void soundAloneIsCutAtAnyFrame() {
        write(TestingMedia.audioConfig(0));
        for (long time = 0; time <= 6000; time += 25) {
            write(TestingMedia.audio(time));
        }

        assertThat(cuts).extracting(CutSegment::durationMillis).containsExactly(2000, 2000, 2000);
    }

    @Test
    void withoutKeyFramesASegmentIsCutAfterTheForcedTime() {
        write(TestingMedia.videoConfig(0, 1));
        write(TestingMedia.keyFrame(0));
        for (long time = 40; time <= 61_000; time += 40) {
            write(TestingMedia.interFrame(time));
        }

        assertThat(cuts).hasSize(1);
        assertThat(cuts.get(0).durationMillis()).isEqualTo(60_000);
    }

    @Test
    void aSegmentThatWouldGrowTooLargeIsCut() {
        write(TestingMedia.videoConfig(0, 1));
        write(TestingMedia.keyFrame(0));
        for (long time = 40; time <= 1600; time += 40) {
            write(TestingMedia.interFrame(time, 200_000));
        }

        assertThat(cuts).hasSizeGreaterThan(1).allSatisfy(cut -> assertThat(cut.bytes())
                .isLessThanOrEqualTo(MAX_BYTES));
    }

    @Test
    void aNewConfigurationTakesEffectAtTheNextKeyFrameAsADiscontinuity() {
        video(0, 1000, 900);
        write(TestingMedia.videoConfig(920, 2));
        write(TestingMedia.interFrame(960));
        write(TestingMedia.keyFrame(1000));
        write(TestingMedia.interFrame(1040));
        segmenter.finish();

        assertThat(cuts).extracting(CutSegment::durationMillis).containsExactly(1000, 80);
        assertThat(cuts).extracting(CutSegment::discontinuity).containsExactly(true, true);
    }

    @Test
    void aRepeatedConfigurationChangesNothing() {
        video(0, 1000, 1500);
        write(TestingMedia.videoConfig(1500, 1));
        write(TestingMedia.videoConfig(1500, 2));
        write(TestingMedia.videoConfig(1500, 1));
        write(TestingMedia.keyFrame(1600));

        assertThat(cuts).isEmpty();
    }

    @Test
    void soundOfANewConfigurationWaitsForTheKeyFrame() {
        write(TestingMedia.audioConfig(0));
        video(0, 1000, 900);
        write(TestingMedia.audio(900));
        write(TestingMedia.otherAudioConfig(920));
        write(TestingMedia.audio(930));
        write(TestingMedia.keyFrame(1000));
        write(TestingMedia.audio(1010));

        assertThat(cuts).hasSize(1);
    }

    @Test
    void afterALostSegmentTheNextOneIsADiscontinuity() {
        full = true;
        video(0, 2000, 2040);
        full = false;
        for (long time = 2080; time <= 8000; time += 40) {
            write(time % 2000 == 0 ? TestingMedia.keyFrame(time) : TestingMedia.interFrame(time));
        }

        assertThat(cuts).extracting(CutSegment::discontinuity).containsExactly(true, false, false);
    }

    @Test
    void whatComesBeforeTheFirstKeyFrameIsLeftOut() {
        write(TestingMedia.audioConfig(0));
        write(TestingMedia.videoConfig(0, 1));
        write(TestingMedia.audio(0));
        write(TestingMedia.interFrame(10));
        segmenter.finish();

        assertThat(cuts).isEmpty();
    }

    @Test
    void theSoundBeforeTheFirstPictureMakesNoSegment() {
        write(TestingMedia.audioConfig(0));
        write(TestingMedia.audio(0));
        write(TestingMedia.audio(25));
        video(50, 1000, 500);
        segmenter.finish();

        assertThat(cuts).hasSize(1);
        assertThat(cuts.get(0).durationMillis()).isEqualTo(480);
    }

    @Test
    void aVideoThatIsAnnouncedButDoesNotComeLeavesTheSoundAlone() {
        write(TestingMedia.audioConfig(0));
        write(TestingMedia.videoConfig(0, 1));
        for (long time = 0; time <= 6000; time += 25) {
            write(TestingMedia.audio(time));
        }

        assertThat(cuts).extracting(CutSegment::durationMillis).containsExactly(2000, 2000);
    }

    @Test
    void aPictureThatComesLateBeginsASegmentOfItsOwn() {
        write(TestingMedia.audioConfig(0));
        for (long time = 0; time < 3000; time += 25) {
            write(TestingMedia.audio(time));
        }
        video(3000, 1000, 3500);
        segmenter.finish();

        assertThat(cuts).extracting(CutSegment::durationMillis).containsExactly(2000, 1000, 520);
        assertThat(cuts).extracting(CutSegment::discontinuity).containsExactly(true, false, true);
    }

    @Test
    void soundWithoutAConfigurationIsInTheFirstSegment() {
        write(TestingMedia.videoConfig(0, 1));
        write(TestingMedia.keyFrame(0));
        for (long time = 0; time < 2000; time += 40) {
            write(mp3(time));
            write(TestingMedia.interFrame(time + 20));
        }
        write(TestingMedia.keyFrame(2000));
        write(TestingMedia.keyFrame(4000));

        assertThat(cuts).extracting(CutSegment::discontinuity).containsExactly(true, false);
    }

    @Test
    void theClockOfTheFirstSegmentIsThatOfItsFirstFrame() {
        write(TestingMedia.videoConfig(0, 1));
        write(TestingMedia.keyFrame(0));
        for (long time = 40; time <= 1000; time += 40) {
            write(TestingMedia.interFrame(time));
        }
        segmenter.finish();

        assertThat(cuts).extracting(CutSegment::startMillis).containsExactly(1_700_000_000_000L - 1000);
    }

    @Test
    void theLastSegmentLastsUntilTheEndOfItsLastFrame() {
        video(0, 1000, 1000);
        segmenter.finish();

        assertThat(cuts).extracting(CutSegment::durationMillis).containsExactly(1000);
    }

    @Test
    void startTimesGrowEvenIfTheClockStandsStill() {
        video(0, 2000, 5000);

        assertThat(cuts).extracting(CutSegment::startMillis).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void aCodingThatTransportStreamsCannotCarryMakesNoSegment() {
        write(new Frame(
                Codec.AV1, Frame.Type.CODED, true, 0, 0, Unpooled.buffer().writeZero(20), 5));
        write(new Frame(
                Codec.AV1, Frame.Type.CODED, true, 5000, 0, Unpooled.buffer().writeZero(20), 5));
        segmenter.finish();

        assertThat(cuts).isEmpty();
        assertThat(leftOut).containsExactly(Codec.AV1, Codec.AV1);
    }

    @Test
    void soundGoesOnAloneWhenThePictureGoesOverToACodingThatCannotBeCarried() {
        write(TestingMedia.audioConfig(0));
        video(0, 2000, 1000);
        for (long time = 1000; time <= 7000; time += 25) {
            write(new Frame(
                    Codec.AV1,
                    Frame.Type.CODED,
                    time % 1000 == 0,
                    time,
                    0,
                    Unpooled.buffer().writeZero(20),
                    5));
            write(TestingMedia.audio(time));
        }

        assertThat(cuts).extracting(CutSegment::durationMillis).containsExactly(2000, 2000, 2000);
        assertThat(leftOut).isNotEmpty().containsOnly(Codec.AV1);
    }

    /** Pictures every 40 ms, with a key frame at the beginning and every {@code keyMillis}. */
    private void video(long from, long keyMillis, long to) {
        write(TestingMedia.videoConfig(from, 1));
        for (long time = from; time < to; time += 40) {
            write((time - from) % keyMillis == 0 ? TestingMedia.keyFrame(time) : TestingMedia.interFrame(time));
        }
    }

    private static Frame mp3(long time) {
        byte[] body = new byte[418];
        body[0] = 0x2f;
        body[1] = (byte) 0xff;
        body[2] = (byte) 0xfb;
        body[3] = (byte) 0x90;
        return new Frame(Codec.MP3, Frame.Type.CODED, false, time, 0, Unpooled.wrappedBuffer(body), 1);
    }

    private void write(Frame frame) {
        segmenter.write(frame);
        frame.release();
    }

    private boolean offer(CutSegment cut) {
        if (full) {
            cut.content().release();
            return false;
        }
        return cuts.add(cut);
    }
}
