package io.millrace.load.view;

import io.millrace.load.media.BrokenStreamException;
import io.netty.buffer.ByteBuf;

/** Takes the data out of HTTP's chunked transfer coding. */
final class ChunkedBody {
    private final ByteSink data;
    private int left;
    private int size;
    private boolean inExtension;

    ChunkedBody(ByteSink data) {
        this.data = data;
    }

    void read(ByteBuf in) {
        while (in.isReadable()) {
            if (left > 0) {
                int count = Math.min(left, in.readableBytes());
                data.read(in.readSlice(count));
                left -= count;
            } else {
                sizeLine((char) in.readUnsignedByte());
            }
        }
    }

    /** Line ends stand behind the size and behind the data: an empty line is the latter. */
    private void sizeLine(char next) {
        if (next == '\n') {
            left = size;
            size = 0;
            inExtension = false;
        } else if (next == ';' || inExtension) {
            inExtension = true;
        } else if (next != '\r') {
            int digit = Character.digit(next, 16);
            if (digit < 0 || size > 1 << 24) {
                throw new BrokenStreamException("a chunk's size has the character " + (int) next);
            }
            size = size << 4 | digit;
        }
    }
}
