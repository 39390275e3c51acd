package io.millrace.controlplane.bucket;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import io.millrace.channel.BucketAcl;
import io.millrace.channel.BucketReply.ChannelEntry;
import io.millrace.channel.BucketSettings;
import io.millrace.channel.ChannelStatus;
import io.millrace.controlplane.persistence.GoldenFiles;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * The golden files say how buckets' events and snapshots lie in journals that exist; they are only ever added to. Those of
 * before there was {@link BucketSettings#liveOnly} read as buckets with HLS.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BucketJournalFormatTest {
    private static final Instant AT = Instant.parse("2026-01-02T03:04:05.678Z");
    private static final BucketSettings SETTINGS =
            BucketSettings.of(BucketAcl.PUBLIC_READ, true, false, true, false, 10_000);
    private static final ChannelEntry ENTRY =
            new ChannelEntry("cam", "Straße 1", ChannelStatus.ENABLED, AT, "playlist.m3u8");

    private final ActorTestKit actors = ActorTestKit.create();
    private final GoldenFiles golden = new GoldenFiles(actors.system());

    @AfterAll
    void stop() {
        actors.shutdownTestKit();
    }

    private static List<BucketEvent> events() {
        return List.of(
                new BucketEvent.BucketCreated(SETTINGS, AT),
                new BucketEvent.SettingsPut(SETTINGS, AT),
                new BucketEvent.ChannelEntered(ENTRY),
                new BucketEvent.ChannelRemoved("cam"),
                new BucketEvent.BucketDeleted(AT));
    }

    private static List<BucketIndexEvent> indexEvents() {
        return List.of(new BucketIndexEvent.BucketAdded("live"), new BucketIndexEvent.BucketRemoved("live"));
    }

    @Test
    void everyEventHasAGoldenFile() {
        assertThat(events().stream().<Class<?>>map(Object::getClass))
                .containsExactlyInAnyOrder(BucketEvent.class.getPermittedSubclasses());
        assertThat(indexEvents().stream().<Class<?>>map(Object::getClass))
                .containsExactlyInAnyOrder(BucketIndexEvent.class.getPermittedSubclasses());
    }

    @Test
    void eventsReadAsTheyWereWritten() {
        events().forEach(golden::check);
        indexEvents().forEach(golden::check);
    }

    @Test
    void snapshotsReadAsTheyWereWritten() {
        golden.check(BucketState.EMPTY
                .created(new BucketEvent.BucketCreated(SETTINGS, AT))
                .channelEntered(new BucketEvent.ChannelEntered(ENTRY)));
        golden.check(new BucketIndexState(List.of("live", "other")));
    }
}
