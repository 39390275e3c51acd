package io.millrace.delivery;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.unix.FileDescriptor;
import io.netty.channel.unix.IovArray;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Gathers one viewer's slices, each behind its header, and writes them to its socket by one system call. Shared by the
 * viewers of one event loop, one after the other: who has added something also writes it, before anybody else adds.
 */
final class SocketWrites implements AutoCloseable {
    private static final int MAX_SLICES = 8;

    private final ByteBuf[] memories = new ByteBuf[MAX_SLICES];
    private final int[] indices = new int[MAX_SLICES];
    private final int[] lengths = new int[MAX_SLICES];

    /** Where each slice's header ends in {@link #headers}. */
    private final int[] headerEnds = new int[MAX_SLICES];

    private final ByteBuf headers = Unpooled.directBuffer(MAX_SLICES * SliceFraming.MAX_HEADER_BYTES);
    private final IovArray vector = new IovArray(2 * MAX_SLICES);
    private int count;

    boolean isEmpty() {
        return count == 0;
    }

    boolean isFull() {
        return count == MAX_SLICES;
    }

    /** Adds a slice, whose memory is retained until it is written or discarded. */
    void add(SliceFraming framing, ByteBuf memory, int index, int length) {
        memories[count] = memory.retain();
        indices[count] = index;
        lengths[count] = length;
        framing.writeHeader(headers, length);
        headerEnds[count] = headers.writerIndex();
        count++;
    }

    /**
     * Writes what the socket takes now, and empties this.
     *
     * @return what is left, to be written in this order and released by the caller; nothing as a rule
     * @throws IOException if the connection is broken
     */
    List<ByteBuf> write(FileDescriptor socket) throws IOException {
        try {
            return rest(writeTo(socket));
        } finally {
            discard();
        }
    }

    private long writeTo(FileDescriptor socket) throws IOException {
        if (count == 1 && !headers.isReadable()) {
            return socket.writeAddress(memories[0].memoryAddress(), indices[0], indices[0] + lengths[0]);
        }
        vector.clear();
        for (int i = 0; i < count; i++) {
            int begin = headerBegin(i);
            if (headerEnds[i] > begin) {
                vector.add(headers, begin, headerEnds[i] - begin);
            }
            vector.add(memories[i], indices[i], lengths[i]);
        }
        return socket.writevAddresses(vector.memoryAddress(0), vector.count());
    }

    private int headerBegin(int slice) {
        return slice == 0 ? 0 : headerEnds[slice - 1];
    }

    private List<ByteBuf> rest(long written) {
        long left = written;
        List<ByteBuf> rest = List.of();
        for (int i = 0; i < count; i++) {
            int begin = headerBegin(i);
            int header = headerEnds[i] - begin;
            if (left >= header + lengths[i]) {
                left -= header + lengths[i];
                continue;
            }
            if (rest.isEmpty()) {
                rest = new ArrayList<>();
            }
            int ofHeader = (int) Math.min(left, header);
            int ofSlice = (int) left - ofHeader;
            if (ofHeader < header) {
                rest.add(headers.copy(begin + ofHeader, header - ofHeader));
            }
            rest.add(memories[i].retainedSlice(indices[i] + ofSlice, lengths[i] - ofSlice));
            left = 0;
        }
        return rest;
    }

    /** Forgets what was added. */
    void discard() {
        for (int i = 0; i < count; i++) {
            memories[i].release();
            memories[i] = null;
        }
        count = 0;
        headers.clear();
    }

    @Override
    public void close() {
        discard();
        headers.release();
        vector.release();
    }
}
