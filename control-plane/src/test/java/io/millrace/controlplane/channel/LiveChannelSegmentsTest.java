package io.millrace.controlplane.channel;

import static io.millrace.controlplane.channel.TestingChannel.ID;
import static io.millrace.controlplane.channel.TestingChannel.segment;
import static io.millrace.controlplane.channel.TestingChannel.startOf;
import static io.millrace.controlplane.channel.TestingMembers.ORIGIN;
import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.persistence.testkit.javadsl.EventSourcedBehaviorTestKit;
import io.millrace.channel.ChannelCommand;
import io.millrace.channel.ChannelCommand.PageRef;
import io.millrace.channel.ChannelCommand.SealSegment;
import io.millrace.channel.ChannelReply;
import io.millrace.channel.ChannelReply.Sealed;
import io.millrace.channel.ChannelStatus;
import io.millrace.channel.EndReason;
import io.millrace.channel.Segment;
import io.millrace.channel.SegmentPage;
import io.millrace.channel.Window;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LiveChannelSegmentsTest {
    private final ActorTestKit actors = ActorTestKit.create(EventSourcedBehaviorTestKit.config());

    @AfterAll
    void stop() {
        actors.shutdownTestKit();
    }

    private TestingChannel idle() {
        TestingChannel channel = new TestingChannel(actors);
        channel.create(ChannelStatus.ENABLED);
        return channel;
    }

    private static Window window(TestingChannel channel) {
        return ((ChannelReply.LiveWindow) channel.<ChannelReply.WindowReply>run(ChannelCommand.GetWindow::new)
                        .reply())
                .window();
    }

    private static ChannelReply.Found find(TestingChannel channel, long fromSequence, long toSequence, int limit) {
        return (ChannelReply.Found) channel.<ChannelReply.Segments>run(replyTo -> new ChannelCommand.QuerySegments(
                        Instant.ofEpochMilli(startOf(fromSequence)),
                        Instant.ofEpochMilli(startOf(toSequence)),
                        limit,
                        replyTo))
                .reply();
    }

    @Test
    void aQueryMayHaveNoEndAndNoLimitOfSense() {
        TestingChannel channel = idle();
        long epoch = channel.live("a");
        channel.seal(epoch, 0);
        channel.seal(epoch, 1);
        ChannelReply.Found all = (ChannelReply.Found) channel.<ChannelReply.Segments>run(
                        replyTo -> new ChannelCommand.QuerySegments(Instant.MIN, Instant.MAX, 10, replyTo))
                .reply();
        assertThat(all.segments()).extracting(Segment::sequence).containsExactly(0L, 1L);
        assertThat(all.complete()).isTrue();
        ChannelReply.Found none = (ChannelReply.Found) channel.<ChannelReply.Segments>run(
                        replyTo -> new ChannelCommand.QuerySegments(Instant.EPOCH, Instant.MAX, -1, replyTo))
                .reply();
        assertThat(none.segments()).isEmpty();
        assertThat(none.complete()).isFalse();
        assertThat(channel.seal(epoch, 2)).isEqualTo(new Sealed(2));
    }

    @Test
    void aSegmentIsEnteredOnceHoweverOftenItIsSealed() {
        TestingChannel channel = idle();
        long epoch = channel.live("a");
        assertThat(channel.seal(epoch, 0)).isEqualTo(new Sealed(0));
        var repeat = channel.<ChannelReply.SealReply>run(replyTo -> new SealSegment(segment(epoch, 0), replyTo));
        assertThat(repeat.reply()).isEqualTo(new Sealed(0));
        assertThat(repeat.hasNoEvents()).isTrue();
        channel.end(epoch);
        assertThat(channel.seal(epoch, 0)).isEqualTo(new Sealed(0));
        assertThat(channel.seal(epoch, 1)).isEqualTo(new ChannelReply.Fenced(epoch, EndReason.PUBLISHER_LEFT));
    }

    @Test
    void aSegmentOutOfOrderIsToldWhichIsNext() {
        TestingChannel channel = idle();
        long epoch = channel.live("a");
        channel.seal(epoch, 0);
        assertThat(channel.seal(epoch, 2)).isEqualTo(new ChannelReply.OutOfOrder(1));
        channel.end(epoch);
        long later = channel.live("b");
        assertThat(channel.seal(later, 0)).isEqualTo(new ChannelReply.OutOfOrder(1));
    }

    @Test
    void aSegmentOfAnEndedSessionIsAcknowledgedIfItIsInAndFencedIfNot() {
        TestingChannel channel = idle();
        long old = channel.live("a");
        channel.seal(old, 0);
        long epoch = channel.live("b");
        assertThat(channel.seal(old, 0)).isEqualTo(new Sealed(0));
        assertThat(channel.seal(old, 1)).isEqualTo(new ChannelReply.Fenced(epoch, EndReason.TAKEN_OVER));
        channel.seal(epoch, 1);
        assertThat(channel.seal(old, 1)).isEqualTo(new ChannelReply.Fenced(epoch, EndReason.TAKEN_OVER));
    }

    @Test
    void theWindowHasTheLastSegmentsAndCountsTheDiscontinuitiesThatLeftIt() {
        TestingChannel channel = idle();
        long first = channel.live("a");
        channel.seal(first, 0);
        channel.seal(first, 1);
        long second = channel.live("b");
        for (int i = 2; i < 5; i++) {
            channel.seal(second, i);
        }
        assertThat(window(channel).segments()).extracting(Segment::sequence).containsExactly(2L, 3L, 4L);
        assertThat(window(channel).segments())
                .extracting(Segment::discontinuity)
                .containsExactly(true, false, false);
        assertThat(window(channel).discontinuitySequence()).isZero();
        assertThat(window(channel).endedAt()).isEmpty();
        channel.seal(second, 5);
        assertThat(window(channel).discontinuitySequence()).isOne();
        channel.end(second);
        assertThat(window(channel).endedAt()).contains(channel.clock.instant());
    }

    @Test
    void theTargetDurationCoversEverySegmentAndIsNeverLessThanConfigured() {
        TestingChannel channel = idle();
        long epoch = channel.live("a");
        assertThat(window(channel).targetDurationSeconds()).isEqualTo(5);
        Segment plain = segment(epoch, 0);
        channel.seal(new Segment(0, epoch, plain.key(), plain.startMillis(), 7501, 1, false));
        assertThat(window(channel).targetDurationSeconds()).isEqualTo(8);
    }

    @Test
    void aSessionLongAfterTheLastBeginsWithAnEmptyWindow() {
        TestingChannel channel = idle();
        long first = channel.live("a");
        channel.seal(first, 0);
        channel.end(first);
        channel.clock.pass(Duration.ofSeconds(60));
        long second = channel.live("b");
        assertThat(window(channel).segments()).hasSize(1);
        channel.end(second);
        channel.clock.pass(Duration.ofSeconds(61));
        var granted = (ChannelReply.Granted) channel.start("c", ORIGIN, true);
        assertThat(window(channel).segments()).isEmpty();
        assertThat(granted.nextSequence()).isOne();
    }

    @Test
    void segmentsOlderThanTheWindowGoIntoPages() {
        TestingChannel channel = idle();
        long epoch = channel.live("a");
        sealMany(channel, epoch, 0, 11);
        awaitPages(channel, 2);

        List<Segment> page = SegmentPage.read(Unpooled.wrappedBuffer(
                channel.store.content("live", ".millrace/pages/cam/4.json").orElseThrow()));
        assertThat(page)
                .containsExactlyElementsOf(
                        LongStream.range(4, 8).mapToObj(i -> segment(epoch, i)).toList());
        ChannelReply.Found found = find(channel, 5, 100, 10);
        assertThat(found.pages())
                .containsExactly(new PageRef(".millrace/pages/cam/4.json", 4, 4, startOf(4), startOf(7)));
        assertThat(found.segments()).extracting(Segment::sequence).containsExactly(8L, 9L, 10L);
        assertThat(found.complete()).isTrue();
        assertThat(channel.seal(epoch, 1)).isEqualTo(new Sealed(1));
    }

    @Test
    void anAnswerAboutSegmentsSaysWhenThereAreMore() {
        TestingChannel channel = idle();
        long epoch = channel.live("a");
        sealMany(channel, epoch, 0, 3);
        assertThat(find(channel, 0, 1, 2).complete()).isTrue();
        assertThat(find(channel, 0, 2, 2).complete()).isFalse();
        assertThat(find(channel, 0, 2, 2).segments()).hasSize(2);
        sealMany(channel, epoch, 3, 20);
        awaitPages(channel, 4);
        assertThat(find(channel, 0, 100, 100).complete()).isFalse();
        assertThat(find(channel, 0, 100, 100).pages()).hasSize(3);
        assertThat(find(channel, 50, 100, 100).pages()).isEmpty();
    }

    @Test
    void whileTheStoreIsDownSegmentsAreEnteredUpToTheLimitAndNoneIsLost() {
        TestingChannel channel = idle();
        long epoch = channel.live("a");
        channel.store.setBroken(true);
        sealMany(channel, epoch, 0, 20);
        assertThat(channel.seal(epoch, 20)).isEqualTo(new ChannelReply.IndexFull(20));
        channel.store.setBroken(false);
        awaitPages(channel, 4);
        assertThat(channel.seal(epoch, 20)).isEqualTo(new Sealed(20));
        assertThat(channel.state().index().nextSequence()).isEqualTo(21);
    }

    @Test
    void aPageThatACrashHasCutShortIsWrittenAgain() {
        TestingChannel channel = idle();
        long epoch = channel.live("a");
        channel.store.setBroken(true);
        sealMany(channel, epoch, 0, 8);
        channel.store.setBroken(false);
        channel.kit.restart();
        awaitPages(channel, 1);
    }

    @Test
    void theLastPlaylistIsLeftInTheStoreWhenASessionEndsAndWhenTheChannelIsDeleted() {
        TestingChannel channel = idle();
        long epoch = channel.live("a");
        sealMany(channel, epoch, 0, 4);
        channel.end(epoch);
        String name = segment(epoch, 3).key().substring("cam/".length());
        assertThat(playlist(channel))
                .startsWith("#EXTM3U")
                .contains("#EXT-X-MEDIA-SEQUENCE:1\n")
                .contains("\n" + name + "\n")
                .endsWith("#EXT-X-ENDLIST\n");
        channel.store.remove("live", "cam/playlist.m3u8");
        channel.<ChannelReply.Deletion>run(ChannelCommand.Delete::new);
        assertThat(playlist(channel)).contains(name);
    }

    private static String playlist(TestingChannel channel) {
        return new String(channel.store.content("live", "cam/playlist.m3u8").orElseThrow(), StandardCharsets.UTF_8);
    }

    private static void sealMany(TestingChannel channel, long epoch, long from, long to) {
        for (long i = from; i < to; i++) {
            assertThat(channel.seal(epoch, i)).as("%s %d", ID, i).isEqualTo(new Sealed(i));
        }
    }

    private void awaitPages(TestingChannel channel, int pages) {
        actors.createTestProbe().awaitAssert(() -> {
            assertThat(channel.state().index().pages()).hasSize(pages);
            return null;
        });
    }
}
