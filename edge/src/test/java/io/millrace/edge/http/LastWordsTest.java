package io.millrace.edge.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.util.ReferenceCountUtil;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LastWordsTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(3);

    @Test
    void theConnectionIsClosedWhenTheLastBytesAreWritten() {
        EmbeddedChannel channel = new EmbeddedChannel();
        LastWords.write(channel, Unpooled.wrappedBuffer(new byte[] {1}), TIMEOUT);
        assertThat(channel.isOpen()).isFalse();
        ReferenceCountUtil.release(channel.readOutbound());
    }

    @Test
    void aClientThatDoesNotTakeThemIsClosedInTime() {
        EmbeddedChannel channel = new EmbeddedChannel(new NeverWritten());
        channel.freezeTime();
        LastWords.write(channel, Unpooled.EMPTY_BUFFER, TIMEOUT);
        channel.advanceTimeBy(2999, TimeUnit.MILLISECONDS);
        channel.runScheduledPendingTasks();
        assertThat(channel.isOpen()).isTrue();
        channel.advanceTimeBy(1, TimeUnit.MILLISECONDS);
        channel.runScheduledPendingTasks();
        assertThat(channel.isOpen()).isFalse();
    }

    /** A socket whose peer has closed its window. */
    private static final class NeverWritten extends ChannelOutboundHandlerAdapter {
        @Override
        public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
            ReferenceCountUtil.release(message);
        }
    }
}
