package io.millrace.edge.http;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Closes connections once the last bytes are written, and those that do not take them nevertheless. */
final class LastWords {
    private LastWords() {}

    /** @param timeout how long the client has for all that is still to be written */
    static void write(Channel connection, Object last, Duration timeout) {
        connection.writeAndFlush(last).addListener(ChannelFutureListener.CLOSE);
        Future<?> timer =
                connection.eventLoop().schedule(() -> connection.close(), timeout.toMillis(), TimeUnit.MILLISECONDS);
        connection.closeFuture().addListener(closed -> timer.cancel(false));
    }
}
