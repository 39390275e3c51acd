package io.millrace.mpegts;

import io.millrace.media.AacConfiguration;
import io.millrace.media.Codec;
import io.millrace.media.Frame;
import io.millrace.media.MalformedMediaException;
import io.millrace.media.MediaKind;
import io.millrace.media.VideoConfiguration;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

/**
 * Muxes frames into an MPEG transport stream of one program. Each frame becomes one PES packet at once, so a stream may
 * be cut between any two frames; continuity counters go on over cuts. The program tables come before each key frame and
 * at {@link #beginSegment}; a track is in them from its first configuration on. Time stamps lie
 * {@value #DELAY_90K} units of 90 kHz after the feed's time line, and the clock on it, so that a decoder has data ahead.
 *
 * <p>A frame that cannot be carried is left out and counted. Not thread-safe.
 */
public final class TsMuxer {
    private static final long DELAY_90K = 63_000;
    private static final long CLOCK_INTERVAL_MILLIS = 80;
    private static final long TABLE_INTERVAL_MILLIS = 1000;
    private static final long NEVER = Long.MIN_VALUE / 2;
    private static final int PES_HEADER_BYTES = 19;
    private static final int MAX_ADDED_BYTES =
            VideoConfiguration.MAX_PARAMETER_SET_BYTES + 4 * AnnexB.MAX_NAL_UNITS + PES_HEADER_BYTES + 16;
    private static final int VIDEO_STREAM_ID = 0xe0;
    private static final int AUDIO_STREAM_ID = 0xc0;

    private final ProgramTables tables = new ProgramTables();
    private final ByteBuf pes = Unpooled.buffer(64 * 1024);
    private VideoConfiguration video;
    private AacConfiguration aac;
    private boolean tablesDue = true;
    private long tablesAt = NEVER;
    private long clockAt = NEVER;
    private int videoCounter;
    private int audioCounter;
    private long leftOut;

    /** Whether a transport stream of ours can carry the codec. */
    public static boolean carries(Codec codec) {
        return StreamType.of(codec) != 0;
    }

    /** An upper bound of what writing the frame appends. */
    public static int maxBytes(Frame frame) {
        int data = frame.body().readableBytes() + MAX_ADDED_BYTES;
        return TsPacket.BYTES * (4 + data / TsPacket.PAYLOAD_BYTES + 1);
    }

    /** The next frame begins a segment: the program tables come before it. */
    public void beginSegment() {
        tablesDue = true;
    }

    /** How many frames could not be carried. */
    public long leftOut() {
        return leftOut;
    }

    /**
     * Appends the frame; a configuration appends nothing and counts from the next frame on.
     *
     * @param frame the caller keeps its reference
     * @param out has room for {@link #maxBytes}
     */
    public void write(Frame frame, ByteBuf out) {
        if (!carries(frame.codec())) {
            return;
        }
        if (frame.type() == Frame.Type.CONFIG) {
            configure(frame);
        } else if (frame.type() == Frame.Type.CODED) {
            writeCoded(frame, out);
        }
    }

    private void configure(Frame frame) {
        try {
            if (frame.kind() == MediaKind.VIDEO) {
                video = VideoConfiguration.read(frame);
                tables.tracks(StreamType.of(frame.codec()), tables.audioType());
            } else if (frame.codec() == Codec.AAC) {
                aac = AacConfiguration.read(frame);
                tables.tracks(tables.videoType(), Adts.carries(aac) ? StreamType.AAC_ADTS : 0);
            }
        } catch (MalformedMediaException e) {
            leftOut++;
        }
    }

    private void writeCoded(Frame frame, ByteBuf out) {
        if (frame.codec() == Codec.MP3) {
            tables.tracks(tables.videoType(), StreamType.MPEG1_AUDIO);
        }
        boolean picture = frame.kind() == MediaKind.VIDEO;
        if ((picture ? tables.videoType() : tables.audioType()) != StreamType.of(frame.codec())) {
            leftOut++;
            return;
        }
        pes.clear();
        boolean whole = picture ? writeVideoPes(frame) : writeAudioPes(frame);
        if (!whole) {
            leftOut++;
            return;
        }
        writeTablesIfDue(frame, out);
        int pid = picture ? ProgramTables.VIDEO_PID : ProgramTables.AUDIO_PID;
        long pcr = clockFor(frame, pid, out);
        boolean randomAccess = frame.isKeyFrame() || tables.videoType() == 0;
        if (picture) {
            videoCounter = TsPacket.writePes(pid, videoCounter, randomAccess, pcr, pes, out);
        } else {
            audioCounter = TsPacket.writePes(pid, audioCounter, randomAccess, pcr, pes, out);
        }
    }

    private void writeTablesIfDue(Frame frame, ByteBuf out) {
        boolean overdue = tables.videoType() == 0 && frame.timestampMillis() - tablesAt >= TABLE_INTERVAL_MILLIS;
        if (tablesDue || frame.isKeyFrame() || overdue) {
            tables.write(out);
            tablesDue = false;
            tablesAt = frame.timestampMillis();
            clockAt = NEVER;
        }
    }

    /** The clock to write with the frame's first packet, or negative if none is due there. */
    private long clockFor(Frame frame, int pid, ByteBuf out) {
        long clock = frame.timestampMillis() * 90;
        boolean due = frame.timestampMillis() - clockAt >= CLOCK_INTERVAL_MILLIS;
        if (pid == tables.clockPid()) {
            boolean now = due || pid == ProgramTables.VIDEO_PID;
            clockAt = now ? frame.timestampMillis() : clockAt;
            return now ? clock : -1;
        }
        if (due) {
            TsPacket.writeClock(tables.clockPid(), videoCounter, clock, out);
            clockAt = frame.timestampMillis();
        }
        return -1;
    }

    private boolean writeVideoPes(Frame frame) {
        writePesHeader(VIDEO_STREAM_ID, 0, frame);
        return AnnexB.write(frame, video, pes);
    }

    private boolean writeAudioPes(Frame frame) {
        ByteBuf payload = frame.payload();
        int header = frame.codec() == Codec.AAC ? Adts.HEADER_BYTES : 0;
        writePesHeader(AUDIO_STREAM_ID, 3 + 5 + header + payload.readableBytes(), frame);
        if (header > 0) {
            return Adts.write(aac, payload, pes);
        }
        pes.writeBytes(payload);
        return pes.readableBytes() < 0xffff;
    }

    /**
     * The PES header (ISO/IEC 13818-1, section 2.4.3.6) with PTS, and with DTS where it differs.
     *
     * @param length of what follows the length field, with a PTS alone; 0 for unbounded
     */
    private void writePesHeader(int streamId, int length, Frame frame) {
        long dts = frame.timestampMillis() * 90 + DELAY_90K;
        long pts = dts + Math.max(0, frame.compositionOffsetMillis()) * 90L;
        boolean both = pts != dts;
        pes.writeMedium(1).writeByte(streamId).writeShort(length == 0 ? 0 : length + (both ? 5 : 0));
        pes.writeByte(0x84).writeByte(both ? 0xc0 : 0x80).writeByte(both ? 10 : 5);
        writeTime(both ? 3 : 2, pts);
        if (both) {
            writeTime(1, dts);
        }
    }

    private void writeTime(int prefix, long time) {
        long wrapped = time & 0x1ffffffffL;
        pes.writeByte(prefix << 4 | (int) (wrapped >> 30) << 1 | 1);
        pes.writeShort((int) (wrapped >> 15 & 0x7fff) << 1 | 1);
        pes.writeShort((int) (wrapped & 0x7fff) << 1 | 1);
    }
}
