package io.millrace.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.LeakGuard;
import io.millrace.channel.ChannelId;
import io.millrace.edge.FlvReader.Tag;
import io.millrace.edge.HttpClientConnection.Head;
import io.millrace.edge.HttpClientConnection.Response;
import io.millrace.media.MediaKind;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;

@TestInstance(Lifecycle.PER_CLASS)
@ExtendWith(LeakGuard.class)
class HttpFlvTest {
    private final TestingCluster cluster = new TestingCluster();
    private final TestingEdge edge = new TestingEdge(cluster, "edge { linger = 300 ms }");
    private final Sample sample = Sample.h264();
    private ChannelId channel;

    @BeforeEach
    void begin() {
        channel = fresh("live");
    }

    @AfterAll
    void stop() {
        edge.close();
        cluster.close();
    }

    @Test
    void aViewerGetsHeaderMetadataConfigurationsAndTheNewestKeyFrameAtOnce() {
        TestingOrigin origin = live(channel, sample.until(1500));

        try (HttpClientConnection connection = edge.connect().request("GET", flv(channel))) {
            Head head = connection.head();
            assertThat(head.status()).isEqualTo(200);
            assertThat(head.header("content-type")).isEqualTo("video/x-flv");
            assertThat(head.header("access-control-allow-origin")).isEqualTo("*");
            assertThat(head.header("cache-control")).isEqualTo("no-store");
            FlvReader flv = new FlvReader(connection.body());
            assertThat(flv.announcesAudio()).isTrue();
            assertThat(flv.announcesVideo()).isTrue();
            List<Tag> first = flv.next(4);
            assertThat(first.get(0).kind()).isEqualTo(MediaKind.SCRIPT);
            assertThat(first).anyMatch(Tag::isAvcConfiguration).anyMatch(Tag::isAacConfiguration);
            assertThat(first.get(3).isKeyFrame()).isTrue();
        }
        assertThat(origin.opened()).isEqualTo(1);
    }

    @Test
    void aSecondViewerBeginsAtTheNewestKeyFrameOfTheSameRelay() {
        TestingOrigin origin = live(channel, sample.until(500));
        try (HttpClientConnection early = edge.connect().request("GET", flv(channel))) {
            early.head();
            FlvReader first = new FlvReader(early.body());
            first.until(Tag::isKeyFrame);
            origin.write(sample.from(500).frames());
            List<Tag> tags = first.until(tag -> tag.timestamp() >= 1960);

            try (HttpClientConnection late = edge.connect().request("GET", flv(channel))) {
                late.head();
                List<Tag> begin = new FlvReader(late.body()).until(Tag::isKeyFrame);
                assertThat(begin).hasSize(4);
                Tag newest = tags.stream()
                        .filter(Tag::isKeyFrame)
                        .reduce((a, b) -> b)
                        .orElseThrow();
                assertThat(begin.get(3).timestamp()).isEqualTo(newest.timestamp());
                assertThat(begin.get(3).body()).isEqualTo(newest.body());
            }
        }
        assertThat(origin.opened()).isEqualTo(1);
    }

    @Test
    void aViewerWithoutGopCacheBeginsWithTheNextKeyFrame() {
        TestingOrigin origin = live(channel, sample.until(900));
        try (HttpClientConnection warm = edge.connect().request("GET", flv(channel));
                HttpClientConnection connection = edge.connect()) {
            warm.head();
            new FlvReader(warm.body()).until(tag -> tag.timestamp() > 800);
            connection.request("GET", flv(channel) + "?gop=0").head();
            origin.write(sample.later(2000).until(2900).frames());
            List<Tag> begin = new FlvReader(connection.body()).until(Tag::isKeyFrame);
            assertThat(begin).hasSize(4);
            assertThat(begin.get(3).timestamp()).isEqualTo(2000);
        }
    }

    @Test
    void everyFrameComesAsItWasPublishedAndInOrder() {
        TestingOrigin origin = live(channel, sample.until(1));
        try (HttpClientConnection connection = edge.connect().request("GET", flv(channel))) {
            connection.head();
            FlvReader flv = new FlvReader(connection.body());
            flv.until(Tag::isKeyFrame);
            Sample rest = sample.from(1);
            origin.write(rest.frames());
            List<Tag> tags = flv.next(rest.frames().size());
            for (int i = 0; i < tags.size(); i++) {
                byte[] published = new byte[rest.frames().get(i).body().readableBytes()];
                rest.frames().get(i).body().getBytes(rest.frames().get(i).body().readerIndex(), published);
                assertThat(tags.get(i).body()).isEqualTo(published);
                assertThat(tags.get(i).timestamp())
                        .isEqualTo(rest.frames().get(i).timestampMillis());
            }
        }
    }

    @Test
    void streamsOfSoundOrPictureAlonePlay() {
        ChannelId sound = fresh("live");
        ChannelId picture = fresh("live");
        live(sound, sample.only(MediaKind.AUDIO));
        live(picture, sample.only(MediaKind.VIDEO));
        try (HttpClientConnection heard = edge.connect().request("GET", flv(sound));
                HttpClientConnection seen = edge.connect().request("GET", flv(picture))) {
            assertThat(heard.head().status()).isEqualTo(200);
            FlvReader audio = new FlvReader(heard.body());
            assertThat(audio.announcesVideo()).isFalse();
            assertThat(audio.next(2)).allMatch(tag -> tag.kind() == MediaKind.AUDIO);
            assertThat(seen.head().status()).isEqualTo(200);
            FlvReader video = new FlvReader(seen.body());
            assertThat(video.announcesAudio()).isFalse();
            assertThat(video.next(2)).allMatch(tag -> tag.kind() == MediaKind.VIDEO);
        }
    }

    @Test
    void aViewerBeforeThePublisherWaitsAndThenPlays() {
        cluster.idle(channel);
        try (HttpClientConnection connection = edge.connect().request("GET", flv(channel))) {
            Await.until("the edge watches", () -> cluster.watchers(channel) > 0);
            live(channel, sample);
            assertThat(connection.head().status()).isEqualTo(200);
            new FlvReader(connection.body()).until(Tag::isKeyFrame);
        }
    }

    @Test
    void anUnknownChannelIsNotFoundAtOnce() {
        try (HttpClientConnection connection = edge.connect()) {
            Response response = connection.get(flv(channel));
            assertThat(response.status()).isEqualTo(404);
            assertThat(response.header("content-type")).startsWith("application/json");
            assertThat(response.header("access-control-allow-origin")).isEqualTo("*");
            assertThat(response.text()).contains("\"code\":\"NoSuchLiveChannel\"");
            assertThat(edge.viewers()).isZero();
        }
    }

    @Test
    void anUnknownChannelThatAPublishWouldCreateIsWaitedFor() {
        ChannelId created = fresh("auto");
        try (HttpClientConnection connection = edge.connect().request("GET", flv(created))) {
            Await.until("the edge watches", () -> cluster.watchers(created) > 0);
            live(created, sample);
            assertThat(connection.head().status()).isEqualTo(200);
        }
    }

    @Test
    void theRelayAndTheWatchEndSomeTimeAfterTheLastViewerHasLeft() {
        TestingOrigin origin = live(channel, sample);
        try (HttpClientConnection connection = edge.connect().request("GET", flv(channel))) {
            connection.head();
            new FlvReader(connection.body()).until(Tag::isKeyFrame);
            assertThat(edge.viewers()).isPositive();
        }
        Await.until("the viewer has left", () -> edge.viewers() == 0);
        Await.until("the relay is closed", () -> origin.open() == 0);
        Await.until("the watch is over", () -> cluster.watchers(channel) == 0);
        Await.until("the channel is forgotten", () -> edge.gauge("millrace.edge.channels") == 0);
    }

    @Test
    void aChannelIsFollowedAnewAfterItWasLeft() {
        TestingOrigin origin = live(channel, sample);
        for (int round = 1; round <= 2; round++) {
            try (HttpClientConnection connection = edge.connect().request("GET", flv(channel))) {
                connection.head();
                new FlvReader(connection.body()).until(Tag::isKeyFrame);
            }
            assertThat(origin.opened()).isEqualTo(round);
            Await.until("the relay is closed", () -> origin.open() == 0);
        }
    }

    @Test
    void theRelayNamesChannelEpochAndTicket() {
        ChannelId odd = new ChannelId("live", "ü? " + UUID.randomUUID());
        TestingOrigin origin = live(odd, sample);
        String target = "/live/%C3%BC%3F%20" + odd.channel().substring(3) + ".flv";
        try (HttpClientConnection connection = edge.connect().request("GET", target)) {
            assertThat(connection.head().status()).isEqualTo(200);
        }
        assertThat(origin.lastRequest().address().candidates()).contains(odd);
        assertThat(origin.lastRequest().address().parameter("epoch")).contains("1");
        assertThat(origin.lastRequest().address().parameter("ticket"))
                .hasValueSatisfying(ticket ->
                        assertThat(cluster.tickets().admits(ticket, odd, 1)).isTrue());
    }

    private TestingOrigin live(ChannelId id, Sample published) {
        TestingOrigin origin = edge.origin();
        origin.write(published.frames());
        cluster.live(id, 1, origin);
        return origin;
    }

    private static ChannelId fresh(String bucket) {
        return new ChannelId(bucket, "c" + UUID.randomUUID());
    }

    private static String flv(ChannelId id) {
        return "/" + id + ".flv";
    }
}
