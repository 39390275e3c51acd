package io.millrace.rtmp.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.rtmp.message.UserControl;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class OutputTest {
    private final List<String> failures = new ArrayList<>();
    private final EmbeddedChannel channel = new EmbeddedChannel(new ChannelInboundHandlerAdapter() {
        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            failures.add(cause.getMessage());
        }
    });
    private final Output output = new Output(channel, 100);

    @Test
    void whatThePeerReadsDoesNotCount() {
        for (int i = 0; i < 1000; i++) {
            output.write(UserControl.pingResponse(i));
            output.flush();
        }
        assertThat(failures).isEmpty();
        channel.finishAndReleaseAll();
    }

    @Test
    void controlMessagesThatThePeerDoesNotReadAreBounded() {
        for (int i = 0; i < 1000; i++) {
            output.write(UserControl.pingResponse(i));
        }
        assertThat(failures).hasSize(1);
        assertThat(failures.get(0)).startsWith("control messages that the peer does not read: ");
        assertThat(channel.unsafe().outboundBuffer().size()).isLessThan(10);
        channel.finishAndReleaseAll();
    }
}
