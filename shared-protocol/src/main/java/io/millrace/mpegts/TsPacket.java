package io.millrace.mpegts;

import io.netty.buffer.ByteBuf;

/** Writes elementary-stream data as transport packets (ISO/IEC 13818-1, section 2.4.3). */
final class TsPacket {
    static final int BYTES = 188;
    static final int SYNC = 0x47;
    static final int PAYLOAD_BYTES = BYTES - 4;
    private static final int PCR_FIELD_BYTES = 8;
    private static final int RANDOM_ACCESS = 0x40;
    private static final int PCR_FLAG = 0x10;

    private TsPacket() {}

    /**
     * Writes a whole PES packet.
     *
     * @param counter the PID's next continuity counter
     * @param pcr90k the program clock for the first packet, in 90 kHz units; negative for none
     * @return the continuity counter after the last packet
     */
    static int writePes(int pid, int counter, boolean randomAccess, long pcr90k, ByteBuf pes, ByteBuf out) {
        boolean first = true;
        while (pes.isReadable()) {
            int adaptation = !first ? 0 : pcr90k >= 0 ? PCR_FIELD_BYTES : randomAccess ? 2 : 0;
            int room = PAYLOAD_BYTES - adaptation;
            int length = Math.min(room, pes.readableBytes());
            int padded = adaptation + room - length;
            out.writeByte(SYNC).writeShort((first ? 0x4000 : 0) | pid);
            out.writeByte((padded > 0 ? 0x30 : 0x10) | counter);
            counter = counter + 1 & 0xf;
            if (padded > 0) {
                writeAdaptation(padded, first && randomAccess, first ? pcr90k : -1, out);
            }
            out.writeBytes(pes, length);
            first = false;
        }
        return counter;
    }

    /** Writes a packet without payload, which carries the clock only and so does not count (section 2.4.3.3). */
    static void writeClock(int pid, int counter, long pcr90k, ByteBuf out) {
        out.writeByte(SYNC).writeShort(pid).writeByte(0x20 | (counter + 15 & 0xf));
        writeAdaptation(PAYLOAD_BYTES, false, pcr90k, out);
    }

    private static void writeAdaptation(int bytes, boolean randomAccess, long pcr90k, ByteBuf out) {
        out.writeByte(bytes - 1);
        if (bytes == 1) {
            return;
        }
        out.writeByte((randomAccess ? RANDOM_ACCESS : 0) | (pcr90k >= 0 ? PCR_FLAG : 0));
        int written = 2;
        if (pcr90k >= 0) {
            long base = pcr90k & 0x1ffffffffL;
            out.writeInt((int) (base >> 1));
            out.writeShort((int) (base & 1) << 15 | 0x7e00);
            written = PCR_FIELD_BYTES;
        }
        for (int i = written; i < bytes; i++) {
            out.writeByte(0xff);
        }
    }
}
