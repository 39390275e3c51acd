package io.millrace.delivery;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.unix.FileDescriptor;
import io.netty.channel.unix.IovArray;
import java.io.IOException;

/** Writes a header and a slice to a socket by one system call; shared by the viewers of one event loop. */
final class SocketWrites implements AutoCloseable {
    private final ByteBuf header = Unpooled.directBuffer(SliceFraming.MAX_HEADER_BYTES);
    private IovArray vector;

    /** The header for a slice; valid until this is called again. */
    ByteBuf header(SliceFraming framing, int length) {
        framing.writeHeader(header.clear(), length);
        return header;
    }

    /**
     * Writes what the socket takes now.
     *
     * @return how many bytes of header and slice together; 0 if it takes none
     * @throws IOException if the connection is broken
     */
    int write(FileDescriptor socket, ByteBuf header, ByteBuf memory, int index, int length) throws IOException {
        if (!header.isReadable()) {
            return socket.writeAddress(memory.memoryAddress(), index, index + length);
        }
        if (vector == null) {
            vector = new IovArray(2);
        }
        vector.clear();
        vector.add(header, header.readerIndex(), header.readableBytes());
        vector.add(memory, index, length);
        return (int) socket.writevAddresses(vector.memoryAddress(0), vector.count());
    }

    @Override
    public void close() {
        header.release();
        if (vector != null) {
            vector.release();
        }
    }
}
