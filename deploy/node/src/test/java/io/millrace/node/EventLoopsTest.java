package io.millrace.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.uring.IoUring;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class EventLoopsTest {

    static Stream<IoTransport> available() {
        return Stream.of(IoTransport.values())
                .filter(transport -> transport != IoTransport.EPOLL || Epoll.isAvailable())
                .filter(transport -> transport != IoTransport.IO_URING || IoUring.isAvailable());
    }

    @ParameterizedTest
    @MethodSource("available")
    void everyTransportOfThisMachineCarriesBytesBothWays(IoTransport transport) throws Exception {
        EventLoops loops = EventLoops.start(1, transport);
        try {
            Channel listener = new ServerBootstrap()
                    .group(loops.acceptors(), loops.workers())
                    .channel(loops.serverChannel())
                    .childHandler(new Echo())
                    .bind(InetAddress.getLoopbackAddress(), 0)
                    .sync()
                    .channel();
            CompletableFuture<String> answer = new CompletableFuture<>();
            Channel client = new Bootstrap()
                    .group(loops.workers())
                    .channel(loops.clientChannel())
                    .handler(new Listener(answer))
                    .connect(InetAddress.getLoopbackAddress(), ((InetSocketAddress) listener.localAddress()).getPort())
                    .sync()
                    .channel();
            client.writeAndFlush(Unpooled.copiedBuffer("frame", StandardCharsets.US_ASCII));
            assertThat(answer.get(30, TimeUnit.SECONDS)).isEqualTo("frame");
        } finally {
            loops.stop(Duration.ofSeconds(5)).toCompletableFuture().get(30, TimeUnit.SECONDS);
        }
    }

    @Test
    void autoTakesTheKernelsEpollWhereThereIsOne() {
        assertThat(IoTransport.AUTO.resolve()).isEqualTo(Epoll.isAvailable() ? IoTransport.EPOLL : IoTransport.NIO);
    }

    private static final class Echo extends ChannelInitializer<Channel> {
        @Override
        protected void initChannel(Channel channel) {
            channel.pipeline().addLast(new ChannelInboundHandlerAdapter() {
                @Override
                public void channelRead(ChannelHandlerContext context, Object message) {
                    context.writeAndFlush(message);
                }
            });
        }
    }

    private static final class Listener extends SimpleChannelInboundHandler<ByteBuf> {
        private final CompletableFuture<String> heard;

        Listener(CompletableFuture<String> heard) {
            this.heard = heard;
        }

        @Override
        protected void channelRead0(ChannelHandlerContext context, ByteBuf bytes) {
            heard.complete(bytes.toString(StandardCharsets.US_ASCII));
        }
    }
}
