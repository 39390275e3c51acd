package io.millrace.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.LeakGuard;
import io.millrace.auth.PresignedUrls;
import io.millrace.channel.ChannelId;
import io.millrace.channel.ChannelView;
import io.millrace.channel.Route;
import io.millrace.channel.Segment;
import io.millrace.channel.Window;
import io.millrace.edge.HttpClientConnection.Response;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;

@TestInstance(Lifecycle.PER_CLASS)
@ExtendWith(LeakGuard.class)
class HlsTest {
    private static final long START = 1_740_000_000_000L;

    private final TestingCluster cluster = new TestingCluster();
    private final TestingEdge edge = new TestingEdge(
            cluster, "edge { publisher-wait = 2 s, linger = 200 ms, hls-interest = 1 s, grace = 30 s }");
    private ChannelId channel;
    private Optional<Route> route;

    @BeforeEach
    void begin() {
        channel = new ChannelId("live", "c" + UUID.randomUUID());
        route = Optional.of(cluster.route(channel, 7, edge.origin()));
    }

    @AfterAll
    void stop() {
        edge.close();
        cluster.close();
    }

    @Test
    void thePlaylistBesideTheChannelNamesSegmentsOneFolderDown() {
        cluster.say(channel, route, window(5, 3));
        Response response = get("/" + channel + ".m3u8");
        assertThat(response.status()).isEqualTo(200);
        assertThat(response.header("content-type")).isEqualTo("application/vnd.apple.mpegurl");
        assertThat(response.header("cache-control")).isEqualTo("max-age=2");
        assertThat(response.header("access-control-allow-origin")).isEqualTo("*");
        assertThat(response.text())
                .isEqualTo("#EXTM3U\n#EXT-X-VERSION:3\n#EXT-X-MEDIA-SEQUENCE:5\n#EXT-X-TARGETDURATION:5\n"
                        + lines(5, channel.channel() + "/")
                        + lines(6, channel.channel() + "/")
                        + lines(7, channel.channel() + "/"));
    }

    @Test
    void thePlaylistInTheChannelsFolderNamesSegmentsBesideIt() {
        cluster.say(channel, route, window(5, 2));
        Response response = get("/" + channel + "/playlist.m3u8");
        assertThat(response.text()).endsWith(lines(5, "") + lines(6, ""));
    }

    @Test
    void channelNamesAreEncodedInAddresses() {
        channel = new ChannelId("live", "a b%" + UUID.randomUUID());
        cluster.say(channel, route, window(1, 1));
        String encoded = "a%20b%25" + channel.channel().substring(4);
        assertThat(get("/live/" + encoded + ".m3u8").text()).endsWith(lines(1, encoded + "/"));
    }

    @Test
    void anotherNameInTheFolderIsAnObjectAtOnceThoughTheChannelHasNoSegments() {
        cluster.idle(channel);
        assertThat(getAtOnce("/" + channel + "/vod.m3u8").text()).isEqualTo("#EXTM3U\n");
        cluster.say(channel, route, window(1, 1));
        assertThat(getAtOnce("/" + channel + "/vod.m3u8").text()).isEqualTo("#EXTM3U\n");
        assertThat(getAtOnce("/" + channel + "/none.m3u8").status()).isEqualTo(404);
    }

    @Test
    void aBucketWithoutHlsSaysSoInsteadOfAPlaylistAndServesItsRecordings() {
        channel = new ChannelId("liveonly", "cam");
        cluster.say(channel, route, window(5, 3));
        byte[] recording = "#EXTM3U\n".getBytes(StandardCharsets.UTF_8);
        edge.store().put("liveonly", "cam/vod.m3u8", "application/vnd.apple.mpegurl", recording);
        for (String playlist : new String[] {"/liveonly/cam.m3u8", "/liveonly/cam/playlist.m3u8"}) {
            Response response = get(playlist);
            assertThat(response.status()).isEqualTo(404);
            assertThat(response.text()).contains("\"HlsOff\"", "HLS is off for the bucket \\\"liveonly\\\".");
        }
        assertThat(get("/liveonly/cam/vod.m3u8").text()).isEqualTo("#EXTM3U\n");
        assertThat(get("/liveonly/cam/none.txt").text()).contains("NoSuchKey");
    }

    @Test
    void aPlaylistThatTheClientHasIsNotSentAgain() {
        cluster.say(channel, route, window(1, 2));
        try (HttpClientConnection connection = edge.connect()) {
            Response first = connection.get("/" + channel + ".m3u8");
            Response again = connection.get("/" + channel + ".m3u8", "If-None-Match: " + first.header("etag"));
            assertThat(again.status()).isEqualTo(304);
            assertThat(again.header("etag")).isEqualTo(first.header("etag"));
            cluster.say(channel, route, window(2, 2));
            Await.until("the next window is shown", () -> {
                Response next = connection.get("/" + channel + ".m3u8", "If-None-Match: " + first.header("etag"));
                return next.status() == 200 && next.text().contains("MEDIA-SEQUENCE:2\n");
            });
        }
    }

    @Test
    void headTellsOfThePlaylist() {
        cluster.say(channel, route, window(1, 2));
        try (HttpClientConnection connection = edge.connect()) {
            Response response = connection.exchange("HEAD", "/" + channel + ".m3u8");
            assertThat(response.status()).isEqualTo(200);
            int length = connection.get("/" + channel + ".m3u8").body().length;
            assertThat(response.header("content-length")).isEqualTo(Integer.toString(length));
        }
    }

    @Test
    void aDiscontinuityStandsBeforeItsSegmentAndIsCountedAfterwards() {
        Segment cut = segment(6, true);
        cluster.say(channel, route, Optional.of(new Window(3, 5, List.of(segment(5, false), cut), Optional.empty())));
        assertThat(get("/" + channel + "/playlist.m3u8").text())
                .contains("#EXT-X-DISCONTINUITY-SEQUENCE:3\n")
                .endsWith(lines(5, "") + "#EXT-X-DISCONTINUITY\n" + lines(6, ""));
    }

    @Test
    void thePlaylistEndsOnceNobodyHasPublishedForTheGraceTime() {
        Window over = new Window(
                0, 5, List.of(segment(1, false)), Optional.of(edge.time().instant()));
        cluster.say(channel, Optional.empty(), Optional.of(over));
        assertThat(get("/" + channel + ".m3u8").text()).doesNotContain("ENDLIST");
        edge.time().advance(Duration.ofSeconds(31));
        assertThat(get("/" + channel + ".m3u8").text()).endsWith("#EXT-X-ENDLIST\n");
    }

    @Test
    void aPlaylistWaitsForTheFirstSegment() {
        cluster.say(channel, route, Optional.empty());
        try (HttpClientConnection connection = edge.connect().request("GET", "/" + channel + ".m3u8")) {
            Await.until("the edge watches", () -> cluster.watchers(channel) > 0);
            cluster.say(channel, route, window(0, 1));
            assertThat(connection.response(false).text()).contains("MEDIA-SEQUENCE:0\n");
        }
    }

    @Test
    void aPlaylistThatDoesNotComeIsNotFound() {
        assertThat(get("/live/none.m3u8").text()).contains("NoSuchLiveChannel");
        assertThat(get("/live/none/playlist.m3u8").status()).isEqualTo(404);
        cluster.idle(channel);
        Response idle = get("/" + channel + ".m3u8");
        assertThat(idle.status()).isEqualTo(404);
        assertThat(idle.text()).contains("NotLive");
    }

    @Test
    void thePlaylistOfTracksThatHlsDoesNotCarryIsNotFoundAtOnce() {
        cluster.liveWithoutSegments(channel, route);
        long begin = System.nanoTime();
        for (String playlist : new String[] {".m3u8", "/playlist.m3u8"}) {
            Response response = get("/" + channel + playlist);
            assertThat(response.status()).isEqualTo(404);
            assertThat(response.text())
                    .contains("\"NoSuchTrack\"", "The channel carries nothing that can be had in this format.");
        }
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(2));
        cluster.say(channel, route, window(1, 1));
        Await.until(
                "the next publisher's segments are shown",
                () -> get("/" + channel + ".m3u8").status() == 200);
    }

    @Test
    void whoWaitsForAPlaylistIsToldWhenTheTracksAreNotForHls() {
        cluster.say(channel, route, Optional.empty());
        try (HttpClientConnection connection = edge.connect().request("GET", "/" + channel + ".m3u8")) {
            Await.until("the edge watches", () -> cluster.watchers(channel) > 0);
            cluster.liveWithoutSegments(channel, route);
            assertThat(connection.response(false).text()).contains("NoSuchTrack");
        }
    }

    @Test
    void aPlaylistNeedsNoRelayAndTheWatchEndsSomeTimeAfterTheLastRequest() {
        TestingOrigin origin = edge.origin();
        ChannelView view = cluster.say(channel, Optional.of(cluster.route(channel, 1, origin)), window(1, 1));
        assertThat(get("/" + view.channel() + ".m3u8").status()).isEqualTo(200);
        Await.until("the watch is over", () -> cluster.watchers(channel) == 0);
        assertThat(origin.opened()).isZero();
    }

    @Test
    void whatLetsAViewerHaveThePlaylistStaysOutOfTheSegmentsAddresses() {
        cluster.say(channel, route, window(1, 1));
        String plain = get("/" + channel + ".m3u8").text();
        Response granted = get("/" + channel + ".m3u8?token=secret&sign=1-2&userid=7");
        assertThat(granted.text()).isEqualTo(plain);
        assertThat(granted.header("cache-control")).isEqualTo("private, max-age=2");
    }

    @Test
    void segmentsThatAreNotForEverybodyAreAskedForWithThePlaylistsOwnCredential() {
        ChannelId hidden = new ChannelId("private", channel.channel());
        cluster.say(hidden, route, window(1, 1));
        String segment = Segment.keyOf(channel.channel(), START + 1000, 7);
        assertThat(get("/" + hidden + ".m3u8?a=b&token=x%2By").text()).endsWith(segment + "?token=x%2By\n");
        assertThat(get("/" + hidden + ".m3u8?sign=1-2").text()).endsWith(segment + "?sign=1-2\n");
        assertThat(get("/" + hidden + ".m3u8?a=b").text()).endsWith(segment + "\n");
    }

    @Test
    void segmentsOfASignedPlaylistAreSignedIfAskedFor() {
        ChannelId secret = new ChannelId("secret", channel.channel());
        cluster.say(secret, route, window(1, 1));
        String segment = Segment.keyOf(channel.channel(), START + 1000, 7);
        String plain = get("/" + secret + ".m3u8?signer=1").text();
        assertThat(plain).doesNotContain("Signature");

        String signed = get("/" + secret + ".m3u8?signer=1&Expires=1800000000&x-oss-process=hls%2Fsign")
                .text();
        String query =
                PresignedUrls.query(TestingAccess.SIGNER, "secret", segment, Instant.ofEpochSecond(1_800_000_000));
        assertThat(signed).contains(segment + "?" + query + "\n");

        String byHeader =
                get("/" + secret + ".m3u8?signer=1&x-oss-process=hls/sign").text();
        long expiry = edge.time().instant().plus(Duration.ofHours(1)).getEpochSecond();
        assertThat(byHeader).contains("&Expires=" + expiry + "&Signature=");

        cluster.say(channel, route, window(1, 1));
        assertThat(get("/" + channel + ".m3u8?x-oss-process=hls/sign").text()).doesNotContain("Signature");
    }

    private Optional<Window> window(long first, int count) {
        List<Segment> segments = LongStream.range(first, first + count)
                .mapToObj(sequence -> segment(sequence, false))
                .toList();
        return Optional.of(new Window(0, 5, segments, Optional.empty()));
    }

    private Segment segment(long sequence, boolean discontinuity) {
        long start = START + sequence * 1000;
        return new Segment(
                sequence, 7, Segment.keyOf(channel.channel(), start, 7), start, 4960, 100_000, discontinuity);
    }

    private static String lines(long sequence, String folder) {
        return "#EXTINF:4.960,\n" + folder + (START + sequence * 1000) + "00000007.ts\n";
    }

    /** Fails if the edge waits for segments, which takes it longer than the client waits for the answer. */
    private Response getAtOnce(String target) {
        try (TestingEdge patient = new TestingEdge(cluster, "edge.publisher-wait = 2 m");
                HttpClientConnection connection = patient.connect()) {
            byte[] recording = "#EXTM3U\n".getBytes(StandardCharsets.UTF_8);
            patient.store().put("live", channel.channel() + "/vod.m3u8", "application/vnd.apple.mpegurl", recording);
            return connection.get(target);
        }
    }

    private Response get(String target) {
        try (HttpClientConnection connection = edge.connect()) {
            return connection.get(target);
        }
    }
}
