package io.millrace.delivery;

import io.millrace.stream.SliceReader;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.handler.ssl.SslHandler;
import java.io.IOException;
import java.util.List;

/**
 * Where one viewer's slices go; used on its event loop. They go straight from the log's memory to the socket if that is
 * one of the kernel's epoll, nothing is queued before them and there is no TLS: then a viewer's turn costs one system
 * call and no object. What the socket does not take at once, and all else, goes through the channel.
 */
final class Outlet implements SliceReader {
    private final Channel channel;
    private final SliceFraming framing;
    private final SocketWrites writes;
    private final boolean direct;
    private long bytes;

    Outlet(Channel channel, SliceFraming framing, FlushGroup group) {
        this.channel = channel;
        this.framing = framing;
        this.direct =
                channel instanceof EpollSocketChannel && channel.pipeline().get(SslHandler.class) == null;
        this.writes = direct ? group.writes() : null;
    }

    /** Takes a slice; {@link #flush} sends it, or {@link #discard} forgets it if it has not gone yet. */
    @Override
    public void read(ByteBuf memory, int index, int length) {
        bytes += length;
        if (direct && writes.isFull()) {
            writeToSocket();
        }
        if (direct && (!writes.isEmpty() || isIdle())) {
            writes.add(framing, memory, index, length);
        } else {
            queue(memory, index, length);
        }
    }

    /** How many bytes were taken since this was asked last, without headers. */
    long takeBytes() {
        long taken = bytes;
        bytes = 0;
        return taken;
    }

    void flush() {
        if (!direct) {
            channel.flush();
            return;
        }
        if (!writes.isEmpty()) {
            writeToSocket();
        }
        if (!isIdle()) {
            channel.flush();
        }
    }

    void discard() {
        if (direct) {
            writes.discard();
        }
    }

    /** Whether the channel is open and nothing waits in it. */
    private boolean isIdle() {
        ChannelOutboundBuffer queued = channel.unsafe().outboundBuffer();
        return queued != null && queued.totalPendingWriteBytes() == 0 && channel.isOpen();
    }

    private void writeToSocket() {
        if (!channel.isOpen()) {
            writes.discard();
            return;
        }
        try {
            List<ByteBuf> rest = writes.write(((EpollSocketChannel) channel).fd());
            // Nothing as a rule: an iterator for each turn of each viewer would be all that is allocated for it.
            if (!rest.isEmpty()) {
                rest.forEach(this::write);
            }
        } catch (IOException e) {
            channel.close();
        }
    }

    private void queue(ByteBuf memory, int index, int length) {
        ByteBuf header = channel.alloc().ioBuffer(SliceFraming.MAX_HEADER_BYTES);
        framing.writeHeader(header, length);
        if (header.isReadable()) {
            write(header);
        } else {
            header.release();
        }
        write(memory.retainedSlice(index, length));
    }

    /** A failed write would leave a hole in the stream, so it ends the connection. */
    private void write(ByteBuf slice) {
        channel.write(slice).addListener(ChannelFutureListener.CLOSE_ON_FAILURE);
    }
}
