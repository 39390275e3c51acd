package io.millrace.systemtest;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.systemtest.Ffmpeg.Coding;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A bucket whose channels are played live only. */
class WithoutHlsTest {
    /** Longer than a segment would be. */
    private static final Duration LENGTH = Duration.ofSeconds(8);

    @TempDir
    private Path directory;

    @Test
    void aChannelWithoutHlsIsPlayedLiveAndLeavesNothingInTheStore() throws Exception {
        try (TestingNode node = TestingNode.start(directory, "-Dmillrace.bucket.default-hls=off")) {
            try (Program publisher = Ffmpeg.publish(Coding.H264, node.rtmp() + "/live/cam", Duration.ofHours(1))) {
                try (Program viewer = Ffmpeg.startDecoding(node.http() + "/live/cam.flv", LENGTH)) {
                    viewer.awaitSuccess(LENGTH.plusSeconds(30));
                    assertThat(viewer.output()).as("complaints of the viewer").isEmpty();
                }
                for (String playlist : List.of("/live/cam.m3u8", "/live/cam/playlist.m3u8")) {
                    HttpResponse<String> refused = get(node.http() + playlist);
                    assertThat(refused.statusCode()).isEqualTo(404);
                    assertThat(refused.body()).contains("HlsOff", "HLS is off for the bucket");
                }
                assertThat(publisher.isAlive()).as(publisher.output()).isTrue();
            }
        }
        try (Stream<Path> files = Files.walk(directory)) {
            assertThat(files.map(Path::toString)).noneMatch(file -> file.endsWith(".ts"));
        }
    }

    private static HttpResponse<String> get(String address) throws Exception {
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(URI.create(address)).build(), BodyHandlers.ofString());
    }
}
