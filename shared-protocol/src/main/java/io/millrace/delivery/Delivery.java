package io.millrace.delivery;

import static java.util.Objects.requireNonNull;

import io.micrometer.core.instrument.MeterRegistry;
import io.millrace.stream.Cursor;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.uring.IoUringChannelOption;
import io.netty.channel.uring.IoUringSocketChannel;
import io.netty.handler.codec.http2.Http2StreamChannel;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * Sends stream logs to sockets. The viewers of one event loop are flushed together on a tick, each with what its log has
 * got since the last one: in the steady state one slice and one write. A newcomer gets all there is at once, as fast as
 * its socket takes it. An event loop without viewers has no timer.
 */
public final class Delivery {
    private final DeliverySettings settings;
    private final DeliveryMetrics metrics;
    private final ConcurrentMap<EventLoop, FlushGroup> groups = new ConcurrentHashMap<>();

    public Delivery(DeliverySettings settings, MeterRegistry registry) {
        this(requireNonNull(settings, "settings"), new DeliveryMetrics(registry));
    }

    private Delivery(DeliverySettings settings, DeliveryMetrics metrics) {
        this.settings = settings;
        this.metrics = metrics;
    }

    /** For viewers that are few and must not wait: the same, but with one interval between flushes, whatever the load. */
    public Delivery every(Duration flushInterval) {
        return new Delivery(settings.withFlushInterval(flushInterval), metrics);
    }

    /**
     * Starts to send a cursor's bytes to a channel, after whatever was written to it before; the first write comes after
     * this method has returned. The viewer ends with its channel. Sets the channel's write buffer water marks. A channel
     * may have several viewers.
     *
     * <p>Must be called on the channel's event loop.
     *
     * @param cursor the viewer takes it over and closes it
     */
    public Viewer start(Channel channel, Cursor cursor, SliceFraming framing, ViewerListener listener) {
        EventLoop loop = channel.eventLoop();
        if (!loop.inEventLoop()) {
            cursor.close();
            throw new IllegalStateException("not on the event loop of " + channel);
        }
        channel.config()
                .setWriteBufferWaterMark(new WriteBufferWaterMark(settings.lowWaterBytes(), settings.highWaterBytes()));
        boundUnsentBytes(channel);
        FlushGroup group =
                groups.computeIfAbsent(loop, key -> new FlushGroup(key, settings, metrics, () -> groups.remove(key)));
        Viewer viewer = new Viewer(channel, cursor, framing, listener, group);
        viewer.start();
        return viewer;
    }

    /** The kernel would take megabytes for a viewer that reads nothing, which are seconds that it lags unnoticed. */
    private void boundUnsentBytes(Channel channel) {
        Channel socket = channel instanceof Http2StreamChannel ? channel.parent() : channel;
        if (settings.unsentBytes() > 0 && socket.isOpen()) {
            if (socket instanceof EpollSocketChannel) {
                socket.config().setOption(EpollChannelOption.TCP_NOTSENT_LOWAT, (long) settings.unsentBytes());
            } else if (socket instanceof IoUringSocketChannel) {
                socket.config().setOption(IoUringChannelOption.TCP_NOTSENT_LOWAT, (long) settings.unsentBytes());
            }
        }
    }

    /** How many there are now. */
    public int viewers() {
        return metrics.viewers.get();
    }

    /** What was given to the viewers' sockets since the start. */
    public double streamBytes() {
        return metrics.bytes.count();
    }

    /** What else was sent, as its senders have counted it. */
    public double objectBytes() {
        return metrics.objectBytes.count();
    }

    /** Counts what was sent of a stored object, which takes none of the ways here but the same network. */
    public void sentObject(long bytes) {
        metrics.objectBytes.increment(bytes);
    }

    /** How many event loops have viewers and hence a timer. */
    int activeLoops() {
        return groups.size();
    }
}
