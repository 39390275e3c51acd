package io.millrace.mpegts;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

/**
 * Writes the program association and program map tables, each in one packet (ISO/IEC 13818-1, sections 2.4.4.3 and
 * 2.4.4.8), for one program with at most one picture and one sound.
 */
final class ProgramTables {
    static final int VIDEO_PID = 0x100;
    static final int AUDIO_PID = 0x101;
    private static final int PMT_PID = 0x1000;
    private static final int PAT_PID = 0;
    private static final int NO_PID = 0x1fff;
    private static final byte[] HEVC_REGISTRATION = {5, 4, 'H', 'E', 'V', 'C'};
    private static final int VERSIONS = 32;

    private int patCounter;
    private int pmtCounter;
    private int version;
    private int videoType;
    private int audioType;
    private boolean written;

    /**
     * @param newVideoType a stream type, or 0 for none; likewise the sound's
     * @return whether the tables have changed by that
     */
    boolean tracks(int newVideoType, int newAudioType) {
        if (newVideoType == videoType && newAudioType == audioType) {
            return false;
        }
        version = written ? (version + 1) % VERSIONS : version;
        written = false;
        videoType = newVideoType;
        audioType = newAudioType;
        return true;
    }

    int videoType() {
        return videoType;
    }

    int audioType() {
        return audioType;
    }

    /** The PID whose packets carry the program's clock. */
    int clockPid() {
        return videoType != 0 ? VIDEO_PID : audioType != 0 ? AUDIO_PID : NO_PID;
    }

    void write(ByteBuf out) {
        written = true;
        ByteBuf section = Unpooled.buffer(TsPacket.BYTES);
        section.writeByte(0).writeShort(0xb000 | 13);
        section.writeShort(1).writeByte(0xc1).writeShort(0);
        section.writeShort(1).writeShort(0xe000 | PMT_PID);
        patCounter = writeSection(PAT_PID, patCounter, section, out);

        int length = 13 + (videoType == 0 ? 0 : 5) + (audioType == 0 ? 0 : 5);
        length += videoType == StreamType.HEVC ? HEVC_REGISTRATION.length : 0;
        section.clear();
        section.writeByte(2).writeShort(0xb000 | length);
        section.writeShort(1).writeByte(0xc1 | version << 1).writeShort(0);
        section.writeShort(0xe000 | clockPid()).writeShort(0xf000);
        if (videoType != 0) {
            byte[] descriptor = videoType == StreamType.HEVC ? HEVC_REGISTRATION : new byte[0];
            section.writeByte(videoType).writeShort(0xe000 | VIDEO_PID).writeShort(0xf000 | descriptor.length);
            section.writeBytes(descriptor);
        }
        if (audioType != 0) {
            section.writeByte(audioType).writeShort(0xe000 | AUDIO_PID).writeShort(0xf000);
        }
        pmtCounter = writeSection(PMT_PID, pmtCounter, section, out);
    }

    private static int writeSection(int pid, int counter, ByteBuf section, ByteBuf out) {
        out.writeByte(TsPacket.SYNC).writeShort(0x4000 | pid).writeByte(0x10 | counter);
        out.writeByte(0);
        int length = section.readableBytes();
        out.writeBytes(section, section.readerIndex(), length);
        out.writeInt(crc(section));
        for (int i = 4 + 1 + length + 4; i < TsPacket.BYTES; i++) {
            out.writeByte(0xff);
        }
        return counter + 1 & 0xf;
    }

    /** CRC-32/MPEG-2 (ISO/IEC 13818-1, annex A). */
    private static int crc(ByteBuf section) {
        int crc = -1;
        for (int i = section.readerIndex(); i < section.writerIndex(); i++) {
            crc ^= section.getByte(i) << 24;
            for (int bit = 0; bit < 8; bit++) {
                crc = crc << 1 ^ (crc < 0 ? 0x04c11db7 : 0);
            }
        }
        return crc;
    }
}
