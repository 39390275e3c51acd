package io.millrace.systemtest;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.systemtest.Ffmpeg.Coding;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The ways to read and write sockets besides the usual one, which all other tests go. */
class TransportsTest {
    private static final Duration LENGTH = Duration.ofSeconds(3);

    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"io-uring", "nio"})
    void everyTransportCarriesAStreamFromThePublisherToViewers(String transport) throws Exception {
        try (TestingNode node = TestingNode.start(directory, "-Dmillrace.transport=" + transport);
                Program publisher = Ffmpeg.publish(Coding.H264, node.rtmp() + "/live/cam", Duration.ofHours(1));
                Program flv = Ffmpeg.startDecoding(node.http() + "/live/cam.flv", LENGTH);
                Program rtmp = Ffmpeg.startDecoding(node.rtmp() + "/live/cam", LENGTH)) {
            for (Program viewer : new Program[] {flv, rtmp}) {
                viewer.awaitSuccess(LENGTH.plusSeconds(30));
                assertThat(viewer.output()).as("complaints of the viewer").isEmpty();
            }
            assertThat(publisher.isAlive()).as(publisher.output()).isTrue();
        }
    }
}
