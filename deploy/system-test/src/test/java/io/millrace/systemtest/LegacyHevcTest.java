package io.millrace.systemtest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.systemtest.FlvFile.Tag;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** HEVC as codec id 12, the form from before enhanced RTMP, which ffmpeg no longer writes. */
class LegacyHevcTest {
    private static final Duration LENGTH = Duration.ofSeconds(20);

    @TempDir
    private Path directory;

    @Test
    void hevcAsCodecIdTwelveComesOutAsItWentInAndPlaysAsHls() throws Exception {
        Path file = directory.resolve("hevc.flv");
        Ffmpeg.write(Ffmpeg.Coding.HEVC, file, LENGTH);
        List<Tag> tags = FlvFile.toLegacyHevc(FlvFile.read(file));

        try (TestingNode node = TestingNode.start(directory.resolve("data"));
                RtmpClient publisher = new RtmpClient(node.rtmpPort())) {
            publisher.handshake().connect("live").publish("legacy");
            Thread sender = new Thread(() -> sendInRealTime(publisher, tags), "publisher");
            sender.start();
            try {
                String base = node.http() + "/live/legacy";
                Hls.awaitSegments(base + ".m3u8", 1, Duration.ofMinutes(1));
                assertFlvIsLegacy(base + ".flv");
                assertHlsPlays(base + ".m3u8");
            } finally {
                sender.interrupt();
                sender.join();
            }
        }
    }

    private static void sendInRealTime(RtmpClient publisher, List<Tag> tags) {
        long start = System.nanoTime();
        for (Tag tag : tags) {
            long due = start + Duration.ofMillis(tag.timestamp()).toNanos();
            while (due > System.nanoTime() && !Thread.currentThread().isInterrupted()) {
                LockSupport.parkNanos(due - System.nanoTime());
            }
            if (Thread.currentThread().isInterrupted()) {
                return;
            }
            try {
                publisher.send(tag.isVideo() ? 6 : 4, tag.type(), 1, tag.timestamp(), tag.body());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static void assertFlvIsLegacy(String url) throws IOException {
        byte[] beginning;
        try (InputStream stream = URI.create(url).toURL().openStream()) {
            beginning = stream.readNBytes(20_000);
        }
        assertThat(FlvFile.tags(ByteBuffer.wrap(beginning)))
                .filteredOn(Tag::isVideo)
                .hasSizeGreaterThan(1)
                .allMatch(tag -> tag.codecId() == 12);
    }

    private static void assertHlsPlays(String url) {
        List<JsonNode> packets = Ffmpeg.packets(url, Duration.ofSeconds(4));
        assertThat(Ffmpeg.streams(url))
                .extracting(stream -> stream.get("codec_name").asText())
                .containsExactlyInAnyOrder("hevc", "aac");
        Packets.assertInOrder(packets, 4);
    }
}
