package io.millrace.systemtest;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.systemtest.Browser.Playback;
import io.millrace.systemtest.Browser.Player;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The players of the web, in headless Chromium, on a page from another origin than the stream. */
class BrowserTest {
    private static final Duration LENGTH = Duration.ofSeconds(5);

    @TempDir
    private static Path directory;

    private static TestingNode node;
    private static Program publisher;

    @BeforeAll
    static void publish() {
        node = TestingNode.start(directory);
        publisher = Ffmpeg.publish(Ffmpeg.Coding.H264, node.rtmp() + "/live/show", Duration.ofHours(1));
        Hls.awaitSegments(node.http() + "/live/show.m3u8", 2, Duration.ofMinutes(1));
    }

    @AfterAll
    static void stop() {
        if (publisher != null) {
            publisher.close();
        }
        if (node != null) {
            node.close();
        }
    }

    @Test
    void hlsJsPlays() {
        assertPlays(Browser.play(Player.HLS, node.http() + "/live/show.m3u8", LENGTH));
    }

    @Test
    void mpegtsJsPlaysHttpFlv() {
        assertPlays(Browser.play(Player.MPEGTS, node.http() + "/live/show.flv", LENGTH));
    }

    @Test
    void mpegtsJsPlaysWebSocketFlv() {
        assertPlays(Browser.play(Player.MPEGTS, node.http().replace("http:", "ws:") + "/live/show.flv", LENGTH));
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
