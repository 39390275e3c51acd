package io.millrace.delivery;

import io.millrace.stream.SliceReader;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.handler.ssl.SslHandler;
import java.io.IOException;

/**
 * Where one viewer's slices go; used on its event loop. A slice goes straight from the log's memory to the socket if that
 * is one of the kernel's epoll, nothing is queued before it and there is no TLS: then it costs one system call and no
 * object. What the socket does not take at once, and all else, goes through the channel.
 */
final class Outlet implements SliceReader {
    private final Channel channel;
    private final SliceFraming framing;
    private final SocketWrites writes;
    private final boolean direct;
    private long bytes;

    Outlet(Channel channel, SliceFraming framing, SocketWrites writes) {
        this.channel = channel;
        this.framing = framing;
        this.writes = writes;
        this.direct =
                channel instanceof EpollSocketChannel && channel.pipeline().get(SslHandler.class) == null;
    }

    /** Takes a slice; {@link #flush} sends what of it has not gone yet. */
    @Override
    public void read(ByteBuf memory, int index, int length) {
        bytes += length;
        if (direct && isIdle()) {
            writeToSocket((EpollSocketChannel) channel, memory, index, length);
        } else {
            ByteBuf header = channel.alloc().ioBuffer(SliceFraming.MAX_HEADER_BYTES);
            framing.writeHeader(header, length);
            queue(header);
            queue(memory.retainedSlice(index, length));
        }
    }

    /** How many bytes were taken since this was asked last, without headers. */
    long takeBytes() {
        long taken = bytes;
        bytes = 0;
        return taken;
    }

    void flush() {
        if (!direct || !isIdle()) {
            channel.flush();
        }
    }

    /** Whether the channel is open and nothing waits in it. */
    private boolean isIdle() {
        ChannelOutboundBuffer queued = channel.unsafe().outboundBuffer();
        return queued != null && queued.totalPendingWriteBytes() == 0 && channel.isOpen();
    }

    private void writeToSocket(EpollSocketChannel socket, ByteBuf memory, int index, int length) {
        try {
            ByteBuf header = writes.header(framing, length);
            int written = writes.write(socket.fd(), header, memory, index, length);
            int rest = header.readableBytes() + length - written;
            if (rest > length) {
                queue(header.copy(header.writerIndex() - (rest - length), rest - length));
                rest = length;
            }
            if (rest > 0) {
                queue(memory.retainedSlice(index + length - rest, rest));
            }
        } catch (IOException e) {
            channel.close();
        }
    }

    /** A failed write would leave a hole in the stream, so it ends the connection. */
    private void queue(ByteBuf slice) {
        if (slice.isReadable()) {
            channel.write(slice).addListener(ChannelFutureListener.CLOSE_ON_FAILURE);
        } else {
            slice.release();
        }
    }
}
