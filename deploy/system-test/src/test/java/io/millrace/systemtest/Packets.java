package io.millrace.systemtest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What ffprobe lists of a stream's packets. */
final class Packets {
    private Packets() {}

    /** Fails unless every track's decoding times only grow, and there is about as much of each as was asked for. */
    static void assertInOrder(List<JsonNode> packets, double seconds) {
        assertInOrder(packets, seconds, 2);
    }

    /** The same of so many tracks. */
    static void assertInOrder(List<JsonNode> packets, double seconds, int trackCount) {
        Map<Integer, List<Double>> tracks = packets.stream()
                .collect(Collectors.groupingBy(
                        packet -> packet.get("stream_index").asInt(),
                        Collectors.mapping(
                                packet -> packet.path("dts_time").asDouble(Double.NaN), Collectors.toList())));
        assertThat(tracks).as("tracks").hasSize(trackCount);
        tracks.forEach((track, times) -> {
            assertThat(times).as("times of track " + track).doesNotContain(Double.NaN);
            for (int i = 1; i < times.size(); i++) {
                assertThat(times.get(i)).as("time %d of track %d", i, track).isGreaterThan(times.get(i - 1));
            }
            assertThat(times.get(times.size() - 1) - times.get(0))
                    .as("length of track " + track)
                    .isGreaterThan(seconds * 0.8 - 1);
        });
    }
}
