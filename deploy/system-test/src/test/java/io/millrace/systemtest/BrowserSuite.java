package io.millrace.systemtest;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.systemtest.Browser.Playback;
import io.millrace.systemtest.Browser.Player;
import io.millrace.systemtest.Browser.Stream;
import java.time.Duration;
import java.util.List;
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
    void hlsJsAndMpegtsJsPlay() {
        String http = target().http() + "/live/show";
        String webSocket = http.replaceFirst("^http", "ws");
        assertPlay(List.of(
                new Stream(Player.HLS, http + ".m3u8"),
                new Stream(Player.MPEGTS, http + ".flv"),
                new Stream(Player.MPEGTS, webSocket + ".flv"),
                new Stream(Player.MPEGTS, http + ".ts"),
                new Stream(Player.MPEGTS, webSocket + ".ts")));
    }

    /** All of them side by side in one page. */
    static void assertPlay(List<Stream> streams) {
        Browser.play(streams, LENGTH).forEach(BrowserSuite::assertPlays);
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
