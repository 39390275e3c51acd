package io.millrace.rtmp.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MergedReadsTest {
    private final EmbeddedChannel channel = new EmbeddedChannel();
    private final ReadPace pace = new ReadPace(channel.eventLoop(), Duration.ofMillis(50));
    private final MergedReads reads = new MergedReads(pace);
    private int asked;

    MergedReadsTest() {
        channel.freezeTime();
        channel.pipeline().addLast(new ChannelOutboundHandlerAdapter() {
            @Override
            public void read(ChannelHandlerContext ctx) {
                asked++;
                ctx.read();
            }
        });
        channel.pipeline().addLast(reads);
    }

    @AfterEach
    void stop() {
        channel.finishAndReleaseAll();
    }

    private void otherPublishers(int count) {
        IntStream.range(0, count).forEach(i -> pace.join());
    }

    private void receive(ByteBuf bytes) {
        asked = 0;
        channel.writeInbound(bytes);
    }

    private static ByteBuf partOfABuffer() {
        return Unpooled.buffer(16).writeZero(8);
    }

    private void pass(long millis) {
        channel.advanceTimeBy(millis, TimeUnit.MILLISECONDS);
        channel.runPendingTasks();
    }

    @Test
    void aLonelyPublisherIsReadAtOnce() {
        otherPublishers(15);
        reads.begin();
        receive(partOfABuffer());
        assertThat(asked).isEqualTo(1);
    }

    @Test
    void oneOfManyPublishersRestsAfterItWasRead() {
        otherPublishers(59);
        reads.begin();
        receive(partOfABuffer());
        pass(29);
        assertThat(asked).isZero();
        pass(11);
        assertThat(asked).isEqualTo(1);
        pass(100);
        assertThat(asked).isEqualTo(1);
    }

    @Test
    void noRestIsLongerThanTheLongest() {
        otherPublishers(5000);
        reads.begin();
        receive(partOfABuffer());
        pass(49);
        assertThat(asked).isZero();
        pass(11);
        assertThat(asked).isEqualTo(1);
    }

    @Test
    void aReadThatFilledItsBufferIsFollowedByTheNextAtOnce() {
        otherPublishers(1000);
        reads.begin();
        receive(Unpooled.buffer(8).writeZero(8));
        assertThat(asked).isEqualTo(1);
    }

    @Test
    void aReadThatBroughtMuchIsFollowedByTheNextAtOnce() {
        otherPublishers(1000);
        reads.begin();
        receive(Unpooled.buffer(32 * 1024).writeZero(16 * 1024));
        assertThat(asked).isEqualTo(1);
    }

    @Test
    void aConnectionThatDoesNotPublishIsReadAsItComes() {
        otherPublishers(1000);
        receive(partOfABuffer());
        assertThat(asked).isEqualTo(1);
        reads.begin();
        receive(partOfABuffer());
        assertThat(asked).isZero();
        reads.end();
        assertThat(asked).isEqualTo(1);
        receive(partOfABuffer());
        assertThat(asked).isEqualTo(1);
        pass(100);
        assertThat(asked).isEqualTo(1);
    }

    @Test
    void twoPublishesOfOneConnectionCountOnce() {
        otherPublishers(1000);
        reads.begin();
        reads.begin();
        reads.end();
        receive(partOfABuffer());
        assertThat(asked).isZero();
        reads.end();
        assertThat(asked).isEqualTo(1);
    }
}
