package io.millrace.mpegts;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Takes a transport stream apart and refuses what the standard forbids. */
final class TsReader {
    static final int PMT_PID = 0x1000;

    final List<Pes> pes = new ArrayList<>();
    final List<Long> clocks = new ArrayList<>();
    /** The kinds of packets in order: a PID, or its negative for one with a clock only. */
    final List<Integer> pids = new ArrayList<>();

    final List<Pmt> programMaps = new ArrayList<>();
    private final Map<Integer, Integer> counters = new HashMap<>();
    private final Map<Integer, Pes> open = new HashMap<>();

    /** @param streams stream type by PID */
    record Pmt(int version, int clockPid, Map<Integer, Integer> streams) {}

    static final class Pes {
        final int pid;
        final boolean randomAccess;
        final ByteBuf bytes = Unpooled.buffer();

        Pes(int pid, boolean randomAccess) {
            this.pid = pid;
            this.randomAccess = randomAccess;
        }

        int length() {
            return bytes.getUnsignedShort(4);
        }

        long pts() {
            return time(9);
        }

        long dts() {
            return (bytes.getByte(7) & 0x40) != 0 ? time(14) : pts();
        }

        private long time(int at) {
            return (bytes.getByte(at) & 0xeL) << 29
                    | (bytes.getUnsignedShort(at + 1) & 0xfffeL) << 14
                    | bytes.getUnsignedShort(at + 3) >> 1;
        }

        String data() {
            int from = 9 + bytes.getUnsignedByte(8);
            return ByteBufUtil.hexDump(bytes, from, bytes.writerIndex() - from);
        }
    }

    /** @param stream whole packets; read to its end, not released */
    TsReader read(ByteBuf stream) {
        while (stream.isReadable()) {
            readPacket(stream.readSlice(188));
        }
        return this;
    }

    List<Pes> ofPid(int pid) {
        return pes.stream().filter(one -> one.pid == pid).toList();
    }

    private void readPacket(ByteBuf packet) {
        require(packet.readUnsignedByte() == 0x47, "sync byte");
        int word = packet.readUnsignedShort();
        int pid = word & 0x1fff;
        int control = packet.readUnsignedByte();
        boolean payload = (control & 0x10) != 0;
        checkCounter(pid, control & 0xf, payload);
        boolean randomAccess = false;
        if ((control & 0x20) != 0) {
            ByteBuf field = packet.readSlice(packet.readUnsignedByte());
            randomAccess = field.isReadable() && readAdaptation(field);
        }
        pids.add(payload ? pid : -pid);
        if (pid == PMT_PID) {
            readProgramMap(packet);
        } else if (pid != 0 && payload) {
            readData(pid, (word & 0x4000) != 0, randomAccess, packet);
        } else if (!payload) {
            require(!packet.isReadable(), "no payload, but " + packet.readableBytes() + " bytes");
        }
    }

    private void checkCounter(int pid, int counter, boolean payload) {
        Integer last = counters.put(pid, counter);
        require(last == null || counter == (payload ? last + 1 & 0xf : last), "continuity counter of " + pid);
    }

    private boolean readAdaptation(ByteBuf field) {
        int flags = field.readUnsignedByte();
        if ((flags & 0x10) != 0) {
            long base = field.readUnsignedInt() << 1 | field.getUnsignedByte(field.readerIndex()) >> 7;
            field.skipBytes(2);
            clocks.add(base);
        }
        while (field.isReadable()) {
            require(field.readByte() == -1, "stuffing");
        }
        return (flags & 0x40) != 0;
    }

    private void readData(int pid, boolean start, boolean randomAccess, ByteBuf packet) {
        if (start) {
            Pes begun = new Pes(pid, randomAccess);
            open.put(pid, begun);
            pes.add(begun);
        }
        open.get(pid).bytes.writeBytes(packet);
    }

    private void readProgramMap(ByteBuf packet) {
        packet.skipBytes(1);
        packet.skipBytes(1);
        int end = packet.readUnsignedShort() & 0xfff;
        end += packet.readerIndex() - 4;
        packet.skipBytes(2);
        int version = packet.readByte() >> 1 & 0x1f;
        packet.skipBytes(2);
        int clockPid = packet.readUnsignedShort() & 0x1fff;
        packet.skipBytes(packet.readUnsignedShort() & 0xfff);
        Map<Integer, Integer> streams = new TreeMap<>();
        while (packet.readerIndex() < end) {
            int type = packet.readUnsignedByte();
            streams.put(packet.readUnsignedShort() & 0x1fff, type);
            packet.skipBytes(packet.readUnsignedShort() & 0xfff);
        }
        programMaps.add(new Pmt(version, clockPid, streams));
    }

    private static void require(boolean condition, String what) {
        if (!condition) {
            throw new AssertionError("transport stream: " + what);
        }
    }
}
