package io.millrace.controlplane.channel;

import static io.millrace.controlplane.channel.TestingChannel.CONFIG;
import static io.millrace.controlplane.channel.TestingChannel.segment;
import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.serialization.Serialization;
import akka.serialization.SerializationExtension;
import io.millrace.channel.ChannelStatus;
import io.millrace.channel.Publisher;
import io.millrace.controlplane.channel.ChannelEvent.Created;
import io.millrace.controlplane.channel.ChannelEvent.PageClosed;
import io.millrace.controlplane.channel.ChannelEvent.PublishStarted;
import io.millrace.controlplane.channel.ChannelEvent.SegmentSealed;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ChannelStateSizeTest {
    private static final int SEGMENTS = 500_000;
    private static final int PAGE = 1000;
    private static final int LIMIT = 64 * 1024;

    /** A month of segments of 5 s each. */
    @Test
    void theSnapshotStaysSmallAfterHalfAMillionSegments() {
        ChannelState state = ChannelState.EMPTY
                .created(new Created(CONFIG, ChannelStatus.ENABLED, Instant.EPOCH))
                .publishStarted(new PublishStarted(
                        2,
                        "attempt",
                        TestingMembers.ORIGIN,
                        new Publisher("192.0.2.7:1", Optional.empty()),
                        "akka://millrace@10.0.0.1:25520/user/publish#1",
                        Instant.EPOCH,
                        true,
                        false));
        int largest = 0;
        for (long i = 0; i < SEGMENTS; i++) {
            state = state.segmentSealed("cam", new SegmentSealed(segment(2, i)));
            Optional<List<IndexedSegment>> page = state.index().fullPage(PAGE);
            if (page.isPresent()) {
                if (i > SEGMENTS - PAGE - CONFIG.fragCount() - 1) {
                    largest = size(state);
                }
                state = state.pageClosed(new PageClosed(page.get().get(0).sequence(), PAGE));
            }
        }
        assertThat(state.index().pages()).hasSize(SEGMENTS / PAGE - 1);
        assertThat(largest).isBetween(1, LIMIT);
        System.out.println("snapshot after " + SEGMENTS + " segments: " + largest + " bytes at most");
    }

    private static int size(ChannelState state) {
        ActorTestKit actors = ActorTestKit.create();
        try {
            Serialization serialization =
                    SerializationExtension.get(actors.system().classicSystem());
            byte[] bytes = serialization.serialize(state).get();
            Object read = serialization
                    .deserialize(bytes, serialization.findSerializerFor(state).identifier(), manifest(state))
                    .get();
            assertThat(read).isEqualTo(state);
            return bytes.length;
        } finally {
            actors.shutdownTestKit();
        }
    }

    private static String manifest(ChannelState state) {
        return state.getClass().getName();
    }
}
