package io.millrace.edge.feed;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.media.Frame;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GopCacheTest {
    private static final int MAX_BYTES = 100_000;

    private final GopCache cache = new GopCache(MAX_BYTES);
    private final List<Frame> given = new ArrayList<>();

    /** Whoever made the frames holds one reference to each, and the closed cache none. */
    @AfterEach
    void releaseAll() {
        cache.close();
        assertThat(given).allSatisfy(frame -> assertThat(frame.body().refCnt()).isOne());
        given.forEach(Frame::release);
    }

    @Test
    void itHandsOutConfigurationsThenAllFromTheNewestKeyFrameOn() {
        Frame video = add(TestingFrames.video(0, TestingFrames.avcConfiguration()));
        Frame audio = add(TestingFrames.audio(0, TestingFrames.aacConfiguration()));
        add(TestingFrames.video(0, TestingFrames.keyFrame(100)));
        add(TestingFrames.audio(10, TestingFrames.sound(10)));
        Frame key = add(TestingFrames.video(2000, TestingFrames.keyFrame(100)));
        Frame sound = add(TestingFrames.audio(2010, TestingFrames.sound(10)));
        Frame inter = add(TestingFrames.video(2040, TestingFrames.interFrame(50)));

        List<Frame> replayed = replay();
        assertThat(replayed.subList(0, 2)).extracting(Frame::body).containsExactly(video.body(), audio.body());
        assertThat(replayed.subList(0, 2)).extracting(Frame::timestampMillis).containsOnly(2000L);
        assertThat(replayed.subList(2, replayed.size())).containsExactly(key, sound, inter);
    }

    @Test
    void framesBeforeTheFirstKeyFrameAreNotKept() {
        Frame inter = add(TestingFrames.video(0, TestingFrames.interFrame(50)));
        assertThat(inter.body().refCnt()).isOne();
        assertThat(replay()).isEmpty();
    }

    @Test
    void aGroupOfPicturesBeyondTheBoundIsLetGoUntilTheNextKeyFrame() {
        Frame key = add(TestingFrames.video(0, TestingFrames.keyFrame(MAX_BYTES / 2)));
        add(TestingFrames.video(40, TestingFrames.interFrame(MAX_BYTES / 2)));
        assertThat(key.body().refCnt()).isOne();
        add(TestingFrames.video(80, TestingFrames.interFrame(10)));
        assertThat(replay()).isEmpty();

        Frame next = add(TestingFrames.video(2000, TestingFrames.keyFrame(100)));
        assertThat(replay()).containsExactly(next);
    }

    @Test
    void tinyFramesCountForWhatTheyCost() {
        add(TestingFrames.video(0, TestingFrames.keyFrame(100)));
        int most = MAX_BYTES / GopCache.FRAME_OVERHEAD_BYTES;
        for (int i = 0; i < most; i++) {
            add(TestingFrames.audio(i, TestingFrames.sound(2)));
        }
        assertThat(replay()).isEmpty();
    }

    @Test
    void soundAloneIsKeptFromTheLastSecondOn() {
        for (int time = 0; time <= 2500; time += 100) {
            add(TestingFrames.audio(time, TestingFrames.sound(20)));
        }
        assertThat(replay()).extracting(Frame::timestampMillis).first().isEqualTo(2000L);
        assertThat(replay()).hasSize(6);
    }

    private Frame add(Frame frame) {
        given.add(frame);
        cache.add(frame, frame.timestampMillis());
        return frame;
    }

    private List<Frame> replay() {
        List<Frame> replayed = new ArrayList<>();
        cache.replay(replayed::add);
        return replayed;
    }
}
