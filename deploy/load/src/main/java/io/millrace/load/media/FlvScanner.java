package io.millrace.load.media;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

/**
 * Finds the tags in an FLV stream that comes in pieces of any size, and looks at nothing but their headers, first bytes
 * and the sizes behind them.
 */
public final class FlvScanner {
    private static final int HEADER_BYTES = 13;
    private static final int TAG_HEADER_BYTES = 11;
    private static final int SIGNATURE = 'F' << 16 | 'L' << 8 | 'V';

    private enum State {
        FILE_HEADER(HEADER_BYTES),
        TAG_HEADER(TAG_HEADER_BYTES),
        HEAD(MediaListener.HEAD_BYTES),
        REST(0),
        TAG_SIZE(Integer.BYTES);

        private final int bytes;

        State(int bytes) {
            this.bytes = bytes;
        }
    }

    private final MediaListener listener;
    private final ByteBuf part = Unpooled.buffer(MediaListener.HEAD_BYTES, MediaListener.HEAD_BYTES);
    private final ByteBuf size = Unpooled.buffer(Integer.BYTES, Integer.BYTES);
    private State state = State.FILE_HEADER;
    private int type;
    private int timestamp;
    private int bodyBytes;
    private int rest;

    public FlvScanner(MediaListener listener) {
        this.listener = listener;
    }

    /**
     * @param in all of it is read; the caller keeps ownership
     * @throws BrokenStreamException if it is no FLV
     */
    public void read(ByteBuf in) {
        while (in.isReadable()) {
            switch (state) {
                case FILE_HEADER, TAG_HEADER -> {
                    if (collect(in, part, state.bytes)) {
                        header();
                    }
                }
                case HEAD -> {
                    if (collect(in, part, Math.min(bodyBytes, state.bytes))) {
                        rest = bodyBytes - part.readableBytes();
                        state = rest > 0 ? State.REST : State.TAG_SIZE;
                    }
                }
                case REST -> {
                    int count = Math.min(rest, in.readableBytes());
                    in.skipBytes(count);
                    rest -= count;
                    if (rest == 0) {
                        state = State.TAG_SIZE;
                    }
                }
                case TAG_SIZE -> {
                    if (collect(in, size, state.bytes)) {
                        endOfTag();
                    }
                }
            }
        }
    }

    private static boolean collect(ByteBuf in, ByteBuf into, int bytes) {
        int count = Math.min(bytes - into.readableBytes(), in.readableBytes());
        into.writeBytes(in, count);
        return into.readableBytes() == bytes;
    }

    private void header() {
        if (state == State.FILE_HEADER) {
            if (part.getUnsignedMedium(0) != SIGNATURE) {
                throw new BrokenStreamException("the stream does not begin with FLV");
            }
            state = State.TAG_HEADER;
        } else {
            type = part.getUnsignedByte(0);
            bodyBytes = part.getUnsignedMedium(1);
            timestamp = part.getUnsignedMedium(4) | part.getUnsignedByte(7) << 24;
            boolean known = type == StoredTag.AUDIO || type == StoredTag.VIDEO || type == StoredTag.SCRIPT;
            if (!known || part.getUnsignedMedium(8) != 0) {
                throw new BrokenStreamException("tag type: " + type + " (expected: 8, 9 or 18)");
            }
            state = bodyBytes > 0 ? State.HEAD : State.TAG_SIZE;
        }
        part.clear();
    }

    private void endOfTag() {
        if (size.getInt(0) != TAG_HEADER_BYTES + bodyBytes) {
            throw new BrokenStreamException(
                    "size behind a tag: " + size.getInt(0) + " (expected: " + (TAG_HEADER_BYTES + bodyBytes) + ")");
        }
        listener.onUnit(type, timestamp, part);
        size.clear();
        part.clear();
        state = State.TAG_HEADER;
    }
}
