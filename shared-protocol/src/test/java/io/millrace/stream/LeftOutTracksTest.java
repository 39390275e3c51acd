package io.millrace.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.millrace.media.Codec;
import org.junit.jupiter.api.Test;

class LeftOutTracksTest {
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final LeftOutTracks tracks = new LeftOutTracks("live/ch", "ts", registry);

    @Test
    void aTrackIsSpokenOfOnceASession() {
        tracks.accept(Codec.OPUS);
        tracks.accept(Codec.OPUS);
        tracks.accept(Codec.AV1);
        assertThat(count("opus")).isEqualTo(1);
        assertThat(count("av1")).isEqualTo(1);
        tracks.beginSession();
        tracks.accept(Codec.OPUS);
        assertThat(count("opus")).isEqualTo(2);
    }

    private double count(String codec) {
        return registry.get("millrace.tracks.left.out")
                .tags("format", "ts", "codec", codec)
                .counter()
                .count();
    }
}
