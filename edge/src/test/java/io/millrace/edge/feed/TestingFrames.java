package io.millrace.edge.feed;

import io.millrace.flv.FlvTag;
import io.millrace.media.Frame;
import io.millrace.media.MediaKind;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

/** H.264 and AAC frames whose coded bytes say nothing; each counts references from one on. */
final class TestingFrames {
    private TestingFrames() {}

    static ByteBuf keyFrame(int size) {
        return body(size, 0x17, 1, 0, 0, 0);
    }

    static ByteBuf interFrame(int size) {
        return body(size, 0x27, 1, 0, 0, 0);
    }

    static ByteBuf avcConfiguration() {
        return Unpooled.wrappedBuffer(new byte[] {
            0x17, 0, 0, 0, 0, 1, 0x42, (byte) 0xc0, 0x1e, (byte) 0xff, (byte) 0xe1, 0, 1, 0x67, 1, 0, 1, 0x68
        });
    }

    static ByteBuf sound(int size) {
        return body(size, 0xaf, 1);
    }

    static ByteBuf aacConfiguration() {
        return Unpooled.wrappedBuffer(new byte[] {(byte) 0xaf, 0, 0x12, 0x10});
    }

    /** AAC-ELD, which ADTS has no number for. */
    static ByteBuf lowDelayAacConfiguration() {
        return Unpooled.wrappedBuffer(new byte[] {(byte) 0xaf, 0, (byte) 0xf8, (byte) 0xe6, 0x50, 0});
    }

    static ByteBuf mp3(int size) {
        return body(size, 0x2f, 0xff, 0xfb, 0x90, 0);
    }

    static ByteBuf opus(int size) {
        return body(size, 0x91, 'O', 'p', 'u', 's');
    }

    static ByteBuf av1(int size) {
        return body(size, 0x91, 'a', 'v', '0', '1');
    }

    static Frame video(long timestamp, ByteBuf body) {
        return FlvTag.read(MediaKind.VIDEO, timestamp, body);
    }

    static Frame audio(long timestamp, ByteBuf body) {
        return FlvTag.read(MediaKind.AUDIO, timestamp, body);
    }

    private static ByteBuf body(int size, int... header) {
        ByteBuf body = Unpooled.buffer(size);
        for (int b : header) {
            body.writeByte(b);
        }
        return body.writeZero(size - header.length);
    }
}
