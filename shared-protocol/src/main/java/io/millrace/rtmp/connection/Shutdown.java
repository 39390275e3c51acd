package io.millrace.rtmp.connection;

import io.netty.channel.Channel;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.ssl.SslHandler;
import java.util.concurrent.TimeUnit;

/** Closes connections so that the last message still arrives. */
final class Shutdown {
    private static final int LINGER_SECONDS = 1;

    private Shutdown() {}

    /**
     * Flushes and closes. With bytes of the peer unread, a plain close would become a reset, which throws away what the
     * peer has not read either; so our side is closed first, and what still comes is read and discarded for a moment.
     */
    static void afterFlush(Channel channel) {
        channel.flush();
        boolean duplex = channel instanceof DuplexChannel && channel.pipeline().get(SslHandler.class) == null;
        if (!duplex || !channel.isActive()) {
            channel.close();
            return;
        }
        ((DuplexChannel) channel).shutdownOutput();
        channel.config().setAutoRead(true);
        var timer = channel.eventLoop().schedule(() -> channel.close(), LINGER_SECONDS, TimeUnit.SECONDS);
        channel.closeFuture().addListener(closed -> timer.cancel(false));
    }
}
