package io.millrace.load.media;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

/** Small FLV streams made by hand. */
final class TestingFlv {
    private final ByteBuf out = Unpooled.buffer();

    TestingFlv() {
        out.writeMedium('F' << 16 | 'L' << 8 | 'V')
                .writeByte(1)
                .writeByte(5)
                .writeInt(9)
                .writeInt(0);
    }

    TestingFlv tag(int type, int timestampMillis, int... body) {
        ByteBuf bytes = Unpooled.buffer(body.length);
        for (int value : body) {
            bytes.writeByte(value);
        }
        return tag(type, timestampMillis, bytes);
    }

    TestingFlv tag(int type, int timestampMillis, ByteBuf body) {
        int size = body.readableBytes();
        out.writeByte(type).writeMedium(size).writeMedium(timestampMillis).writeByte(timestampMillis >>> 24);
        out.writeMedium(0).writeBytes(body, body.readerIndex(), size).writeInt(11 + size);
        return this;
    }

    /** Metadata and both sequence headers, then pictures of which every second one is a key frame, and sound. */
    static TestingFlv show(int pictures) {
        TestingFlv flv = new TestingFlv()
                .tag(StoredTag.SCRIPT, 0, 2, 0, 1, 'x')
                .tag(StoredTag.VIDEO, 0, 0x17, 0, 0, 0, 0, 1, 2, 3)
                .tag(StoredTag.AUDIO, 0, 0xAF, 0, 0x12, 0x10);
        for (int i = 0; i < pictures; i++) {
            int first = i % 2 == 0 ? 0x17 : 0x27;
            flv.tag(StoredTag.VIDEO, 1000 + i * 40, first, 1, 0, 0, 0, 0, 0, 0, 3, 0x65, i, 7);
            flv.tag(StoredTag.AUDIO, 1000 + i * 40 + 10, 0xAF, 1, i);
        }
        return flv;
    }

    ByteBuf bytes() {
        return out;
    }
}
