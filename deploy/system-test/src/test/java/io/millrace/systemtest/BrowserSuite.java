package io.millrace.systemtest;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.systemtest.Browser.Playback;
import io.millrace.systemtest.Browser.Player;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The players of the web, in headless Chromium, on a page from another origin than the stream. */
@TestInstance(Lifecycle.PER_CLASS)
abstract class BrowserSuite {
    private static final Duration LENGTH = Duration.ofSeconds(5);

    private Program publisher;

    abstract Target target();

    @BeforeAll
    void publish() {
        publisher = Ffmpeg.publish(Ffmpeg.Coding.H264, target().publish() + "/live/show", Duration.ofHours(1));
        Hls.awaitSegments(target().http() + "/live/show.m3u8", 2, Duration.ofMinutes(1));
    }

    @AfterAll
    void endPublishing() {
        if (publisher != null) {
            publisher.close();
        }
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void hlsJsPlays() {
        assertPlays(Browser.play(Player.HLS, target().http() + "/live/show.m3u8", LENGTH));
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void mpegtsJsPlaysHttpFlv() {
        assertPlays(Browser.play(Player.MPEGTS, target().http() + "/live/show.flv", LENGTH));
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void mpegtsJsPlaysWebSocketFlv() {
        assertPlays(Browser.play(Player.MPEGTS, target().http().replace("http:", "ws:") + "/live/show.flv", LENGTH));
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void mpegtsJsPlaysHttpTs() {
        assertPlays(Browser.play(Player.MPEGTS, target().http() + "/live/show.ts", LENGTH));
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void mpegtsJsPlaysWebSocketTs() {
        assertPlays(Browser.play(Player.MPEGTS, target().http().replace("http:", "ws:") + "/live/show.ts", LENGTH));
    }

    private static void assertPlays(Playback playback) {
        assertThat(playback.started()).as(playback.report()).isTrue();
        assertThat(playback.width()).as(playback.report()).isEqualTo(640);
        assertThat(playback.height()).as(playback.report()).isEqualTo(360);
        assertThat(playback.lastTime() - playback.firstTime())
                .as(playback.report())
                .isGreaterThan(LENGTH.toSeconds() * 0.6);
        assertThat(playback.report()).contains("\"errors\":[]");
    }
}
