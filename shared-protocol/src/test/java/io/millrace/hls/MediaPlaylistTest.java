package io.millrace.hls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MediaPlaylistTest {
    @Test
    void aLivePlaylistShowsItsWindow() {
        MediaPlaylist playlist = new MediaPlaylist(
                42, 3, 5, List.of(new MediaSegment("a.ts", 5005, false), new MediaSegment("b.ts", 1040, true)), false);
        assertThat(playlist.render())
                .isEqualTo(
                        """
                        #EXTM3U
                        #EXT-X-VERSION:3
                        #EXT-X-MEDIA-SEQUENCE:42
                        #EXT-X-DISCONTINUITY-SEQUENCE:3
                        #EXT-X-TARGETDURATION:5
                        #EXTINF:5.005,
                        a.ts
                        #EXT-X-DISCONTINUITY
                        #EXTINF:1.040,
                        b.ts
                        """);
    }

    @Test
    void anOnDemandPlaylistIsClosedAndItsTargetCoversTheLongestSegment() {
        MediaPlaylist playlist = MediaPlaylist.onDemand(
                List.of(new MediaSegment("a.ts", 7120, false), new MediaSegment("b.ts", 12_500, false)));
        assertThat(playlist.render())
                .contains("#EXT-X-MEDIA-SEQUENCE:0\n", "#EXT-X-TARGETDURATION:13\n")
                .endsWith("#EXTINF:12.500,\nb.ts\n#EXT-X-ENDLIST\n");
    }

    @Test
    void anEmptyLivePlaylistIsValid() {
        assertThat(new MediaPlaylist(0, 0, 2, List.of(), false).render())
                .isEqualTo("#EXTM3U\n#EXT-X-VERSION:3\n#EXT-X-MEDIA-SEQUENCE:0\n#EXT-X-TARGETDURATION:2\n");
    }

    @Test
    void aSegmentMaySayWhenItWasTaken() {
        MediaSegment segment =
                new MediaSegment("a.ts", 2000, true, Optional.of(Instant.parse("2026-03-04T05:06:07.080Z")));
        assertThat(new MediaPlaylist(7, 0, 2, List.of(segment), false).render())
                .endsWith(
                        """
                        #EXT-X-DISCONTINUITY
                        #EXT-X-PROGRAM-DATE-TIME:2026-03-04T05:06:07.080Z
                        #EXTINF:2.000,
                        a.ts
                        """);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "#EXT-X-ENDLIST", "a.ts\n#EXT-X-ENDLIST", "a b.ts"})
    void anAddressThatWouldBreakThePlaylistIsRefused(String uri) {
        assertThatThrownBy(() -> new MediaSegment(uri, 1000, false)).isInstanceOf(IllegalArgumentException.class);
    }
}
