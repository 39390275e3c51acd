package io.millrace.mpegts;

import io.millrace.media.Frame;
import io.netty.buffer.ByteBuf;

/**
 * The picture or the sound of a program: its packets' continuity counter, and the time stamps of its PES packets. Those
 * lie {@value #DELAY_90K} units of 90 kHz after the feed's time line. The decoding time only grows, and is never after
 * the presentation time: should a presentation time lie before its frame's own, all decoding times move forward by that
 * much, which leaves sound and picture in step.
 */
final class ElementaryStream {
    private static final long DELAY_90K = 63_000;
    private static final int LONGEST_LEAD_MILLIS = 500;

    final int pid;
    int counter;
    private final int streamId;
    private int leadMillis;
    private long lastDts = Long.MIN_VALUE;

    ElementaryStream(int pid, int streamId) {
        this.pid = pid;
        this.streamId = streamId;
    }

    /**
     * Writes the PES header (ISO/IEC 13818-1, section 2.4.3.6) with PTS, and with DTS where it differs.
     *
     * @param dataBytes how much elementary-stream data follows; negative for unbounded, which only a picture may be
     */
    void writeHeader(Frame frame, int dataBytes, ByteBuf pes) {
        int composition = frame.compositionOffsetMillis();
        leadMillis = Math.max(leadMillis, Math.min(-composition, LONGEST_LEAD_MILLIS));
        long time = frame.timestampMillis() * 90 + DELAY_90K;
        long dts = Math.max(time - leadMillis * 90L, lastDts + 1);
        long pts = Math.max(time + composition * 90L, dts);
        lastDts = dts;
        boolean both = pts != dts;
        int headerBytes = both ? 10 : 5;
        pes.writeMedium(1).writeByte(streamId).writeShort(dataBytes < 0 ? 0 : 3 + headerBytes + dataBytes);
        pes.writeByte(0x84).writeByte(both ? 0xc0 : 0x80).writeByte(headerBytes);
        writeTime(both ? 3 : 2, pts, pes);
        if (both) {
            writeTime(1, dts, pes);
        }
    }

    private static void writeTime(int prefix, long time, ByteBuf pes) {
        long wrapped = time & 0x1ffffffffL;
        pes.writeByte(prefix << 4 | (int) (wrapped >> 30) << 1 | 1);
        pes.writeShort((int) (wrapped >> 15 & 0x7fff) << 1 | 1);
        pes.writeShort((int) (wrapped & 0x7fff) << 1 | 1);
    }

    /** Writes the PES packet as transport packets. */
    void writePackets(boolean randomAccess, long pcr90k, ByteBuf pes, ByteBuf out) {
        counter = TsPacket.writePes(pid, counter, randomAccess, pcr90k, pes, out);
    }
}
