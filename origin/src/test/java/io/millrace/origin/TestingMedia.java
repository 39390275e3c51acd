package io.millrace.origin;

import io.millrace.media.Codec;
import io.millrace.media.Frame;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;

/** FLV tag bodies, and frames of them, that are well-formed but carry no picture. */
public final class TestingMedia {
    private static final String SPS = "6764000aacd94426840000030004000003 00ca3c489658".replace(" ", "");
    private static final String PPS = "68ebe3cb22c0";

    private TestingMedia() {}

    /** An AVC sequence header; {@code variant} makes it differ in a byte that no parser needs. */
    public static ByteBuf avcConfig(int variant) {
        String pps = PPS + String.format("%02x", variant);
        return hex("1700000000" + "0164000affe1" + length(SPS) + SPS + "01" + length(pps) + pps);
    }

    public static ByteBuf avcConfig() {
        return avcConfig(0x80);
    }

    public static ByteBuf avcKeyFrame(int payloadBytes) {
        return avc(0x17, 0x65, payloadBytes);
    }

    public static ByteBuf avcInterFrame(int payloadBytes) {
        return avc(0x27, 0x41, payloadBytes);
    }

    public static ByteBuf aacConfig() {
        return hex("af001210");
    }

    public static ByteBuf aacConfigOfOtherRate() {
        return hex("af001190");
    }

    public static ByteBuf aacFrame() {
        return hex("af01211b000000000000");
    }

    public static Frame videoConfig(long time, int variant) {
        return new Frame(Codec.H264, Frame.Type.CONFIG, false, time, 0, avcConfig(variant), 5);
    }

    public static Frame keyFrame(long time) {
        return new Frame(Codec.H264, Frame.Type.CODED, true, time, 0, avcKeyFrame(100), 5);
    }

    public static Frame interFrame(long time) {
        return interFrame(time, 100);
    }

    public static Frame interFrame(long time, int payloadBytes) {
        return new Frame(Codec.H264, Frame.Type.CODED, false, time, 0, avcInterFrame(payloadBytes), 5);
    }

    public static Frame audioConfig(long time) {
        return new Frame(Codec.AAC, Frame.Type.CONFIG, false, time, 0, aacConfig(), 2);
    }

    public static Frame otherAudioConfig(long time) {
        return new Frame(Codec.AAC, Frame.Type.CONFIG, false, time, 0, aacConfigOfOtherRate(), 2);
    }

    public static Frame audio(long time) {
        return new Frame(Codec.AAC, Frame.Type.CODED, false, time, 0, aacFrame(), 2);
    }

    private static ByteBuf avc(int firstByte, int nalHeader, int payloadBytes) {
        ByteBuf body = Unpooled.buffer(10 + payloadBytes);
        body.writeByte(firstByte).writeByte(1).writeMedium(0);
        body.writeInt(1 + payloadBytes).writeByte(nalHeader);
        for (int i = 0; i < payloadBytes; i++) {
            body.writeByte(0x80 | i);
        }
        return body;
    }

    private static String length(String hex) {
        return String.format("%04x", hex.length() / 2);
    }

    private static ByteBuf hex(String hex) {
        return Unpooled.wrappedBuffer(ByteBufUtil.decodeHexDump(hex));
    }
}
