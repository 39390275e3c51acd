package io.millrace.controlplane.channel;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import io.millrace.channel.Bearer;
import io.millrace.channel.ChannelConfig;
import io.millrace.channel.ChannelFact;
import io.millrace.channel.ChannelStatus;
import io.millrace.channel.ClientInfo;
import io.millrace.channel.EndReason;
import io.millrace.channel.OriginNode;
import io.millrace.channel.Publisher;
import io.millrace.channel.Segment;
import io.millrace.controlplane.persistence.GoldenFiles;
import io.millrace.controlplane.persistence.Persistent;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The golden files say how channels' events and snapshots lie in journals that exist; they are only ever added to. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class JournalFormatTest {
    private static final Instant AT = Instant.parse("2026-01-02T03:04:05.678Z");
    private static final ChannelConfig CONFIG = new ChannelConfig("Straße 1", 10, 5, "playlist.m3u8");
    private static final OriginNode ORIGIN = new OriginNode("akka://millrace@10.0.0.1:25520#-5", "10.0.0.1", 1940);
    private static final Publisher PUBLISHER = new Publisher("192.0.2.7:4711", Optional.of("named.m3u8"));
    private static final Optional<Bearer> BEARER = Optional.of(new Bearer(Optional.of("user-7"), Map.of("seat", "12")));
    private static final ClientInfo CLIENT = new ClientInfo(
            "ABCDEFGH", "192.0.2.7", "v.example", "rtmp://v.example/live", "", "?a=b", Map.of("app", "live"), BEARER);
    private static final Segment SEGMENT =
            new Segment(4, 7, "cam/176732304567800000007.ts", 1_767_323_045_678L, 9960, 1_234_567, true);
    private static final ChannelEvent.PublishStarted STARTED = new ChannelEvent.PublishStarted(
            7, "attempt", ORIGIN, PUBLISHER, "akka://millrace@10.0.0.1:25520/user/publish#9", AT, false, true);

    private final ActorTestKit actors = ActorTestKit.create();
    private final GoldenFiles golden = new GoldenFiles(actors.system());

    @AfterAll
    void stop() {
        actors.shutdownTestKit();
    }

    private static List<ChannelEvent> events() {
        return List.of(
                new ChannelEvent.Created(CONFIG, ChannelStatus.ENABLED, AT),
                new ChannelEvent.Configured(CONFIG, ChannelStatus.DISABLED, AT),
                new ChannelEvent.StatusSet(ChannelStatus.DISABLED, AT),
                STARTED,
                new ChannelEvent.SegmentSealed(SEGMENT),
                new ChannelEvent.PageClosed(1000, 500),
                new ChannelEvent.PublishEnded(7, EndReason.LEASE_EXPIRED, AT),
                new ChannelEvent.Deleted(AT),
                new ChannelEvent.FactsNoted(List.of(
                        ChannelFact.published(1, 7, AT, CLIENT, "named.m3u8"),
                        ChannelFact.segment(2, AT, CLIENT.withoutConnect(), "named.m3u8", SEGMENT))),
                new ChannelEvent.FactsTaken(2));
    }

    private static ChannelState snapshot() {
        ChannelState created = ChannelState.EMPTY.created(new ChannelEvent.Created(CONFIG, ChannelStatus.ENABLED, AT));
        return created.publishStarted(new ChannelEvent.PublishStarted(
                        6, "first", ORIGIN, PUBLISHER, STARTED.signals(), AT.minusSeconds(9), false, false))
                .publishEnded(new ChannelEvent.PublishEnded(6, EndReason.CONNECTION_LOST, AT))
                .publishStarted(STARTED)
                .segmentSealed("cam", new ChannelEvent.SegmentSealed(SEGMENT))
                .pageClosed(new ChannelEvent.PageClosed(4, 1))
                .segmentSealed(
                        "cam",
                        new ChannelEvent.SegmentSealed(
                                new Segment(5, 7, "cam/b.ts", 1_767_323_055_678L, 9960, 1, false)));
    }

    @Test
    void everyEventHasAGoldenFile() {
        assertThat(events().stream().<Class<?>>map(Object::getClass))
                .containsExactlyInAnyOrder(ChannelEvent.class.getPermittedSubclasses());
    }

    @Test
    void eventsReadAsTheyWereWritten() {
        for (ChannelEvent event : events()) {
            golden.check(event);
        }
    }

    @Test
    void aSnapshotReadsAsItWasWritten() {
        golden.check(snapshot());
    }

    @Test
    void theFirstFormOfPublishStartedMeantThatTheWindowGoesOn() {
        Persistent read = golden.read("ChannelEvent$PublishStarted.v1", ChannelEvent.PublishStarted.class);
        assertThat(read)
                .isEqualTo(new ChannelEvent.PublishStarted(
                        STARTED.epoch(), STARTED.attempt(), ORIGIN, PUBLISHER, STARTED.signals(), AT, true, false));
    }

    @Test
    void theSecondFormOfPublishStartedMeantASessionOfItsOwn() {
        Persistent read = golden.read("ChannelEvent$PublishStarted.v2", ChannelEvent.PublishStarted.class);
        assertThat(read)
                .isEqualTo(new ChannelEvent.PublishStarted(
                        STARTED.epoch(), STARTED.attempt(), ORIGIN, PUBLISHER, STARTED.signals(), AT, false, false));
    }

    @Test
    void aSnapshotFromBeforeSessionsCouldBeResumedIsRead() {
        ChannelState read = (ChannelState) golden.read("ChannelState.v1", ChannelState.class);
        assertThat(read.session().orElseThrow().begunAt()).isEmpty();
        assertThat(read.past()).extracting(ChannelState.PastSession::resumed).containsExactly(false);
    }

    @Test
    void clientsFromBeforeTheirTokensWereToldOfAreRead() {
        ChannelEvent.FactsNoted read =
                (ChannelEvent.FactsNoted) golden.read("ChannelEvent$FactsNoted.v1", ChannelEvent.FactsNoted.class);
        assertThat(read.facts().get(0).client()).isEqualTo(CLIENT.with("?a=b", Optional.empty()));
    }
}
