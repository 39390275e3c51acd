package io.millrace.mpegts;

import io.millrace.audio.Adts;
import io.millrace.media.AacConfiguration;
import io.millrace.media.Codec;
import io.millrace.media.Frame;
import io.millrace.media.MalformedMediaException;
import io.millrace.media.MediaKind;
import io.millrace.media.VideoConfiguration;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.function.Consumer;

/**
 * Muxes frames into an MPEG transport stream of one program. Each frame becomes one PES packet at once, so a stream may
 * be cut between any two frames; continuity counters go on over cuts. The program tables come before each key frame, at
 * {@link #beginSegment}, and when the tracks change; a track is in them from its first configuration on. Time stamps lie
 * a fixed time after the feed's time line, and the clock on it, so that a decoder has data ahead.
 *
 * <p>A frame that cannot be carried is left out and counted. Not thread-safe.
 */
public final class TsMuxer {
    private static final long TABLE_INTERVAL_MILLIS = 1000;
    private static final long NEVER = Long.MIN_VALUE / 2;
    private static final int PES_HEADER_BYTES = 19;
    private static final int MAX_ADDED_BYTES =
            VideoConfiguration.MAX_PARAMETER_SET_BYTES + 4 * AnnexB.MAX_NAL_UNITS + PES_HEADER_BYTES + 16;
    private static final int MAX_PES_LENGTH = 0xffff;
    private static final int UNBOUNDED = -1;

    private final ProgramTables tables = new ProgramTables();
    private final ProgramClock clock = new ProgramClock();
    private final ElementaryStream picture = new ElementaryStream(ProgramTables.VIDEO_PID, 0xe0);
    private final ElementaryStream sound = new ElementaryStream(ProgramTables.AUDIO_PID, 0xc0);
    private final Consumer<Codec> leftOutTracks;
    private final ByteBuf pes = Unpooled.buffer(64 * 1024);
    private VideoConfiguration video;
    private AacConfiguration aac;
    private boolean tablesDue = true;
    private long tablesAt = NEVER;
    private long leftOut;

    /** @param leftOutTracks is told of each coding that cannot be carried, as often as it comes */
    public TsMuxer(Consumer<Codec> leftOutTracks) {
        this.leftOutTracks = leftOutTracks;
    }

    /** Whether a transport stream of ours can carry the codec. */
    public static boolean carries(Codec codec) {
        return StreamType.of(codec) != 0;
    }

    /** An upper bound of what writing the frame appends. */
    public static int maxBytes(Frame frame) {
        int data = frame.body().readableBytes() + MAX_ADDED_BYTES;
        return TsPacket.BYTES * (4 + data / TsPacket.PAYLOAD_BYTES + 1);
    }

    /** The next frame begins a segment: the program tables come before it, and the clock with it. */
    public void beginSegment() {
        tablesDue = true;
    }

    /** The next frame comes from another publisher: tracks are announced anew by their configurations. */
    public void beginSession() {
        tracks(0, 0);
        beginSegment();
    }

    /** How many frames could not be carried. */
    public long leftOut() {
        return leftOut;
    }

    /**
     * Appends the frame; a configuration appends nothing and counts from the next frame on, and so does a frame that cannot
     * be carried.
     *
     * @param frame the caller keeps its reference
     * @param out has room for {@link #maxBytes}, or for nothing if the codec cannot be carried
     */
    public void write(Frame frame, ByteBuf out) {
        if (!carries(frame.codec())) {
            leaveOut(frame);
        } else if (frame.type() == Frame.Type.CONFIG) {
            configure(frame);
        } else if (frame.type() == Frame.Type.CODED) {
            writeCoded(frame, out);
        }
    }

    /** The tables promise no track any more whose publisher has gone over to a coding that cannot be carried. */
    private void leaveOut(Frame frame) {
        boolean media = frame.type() == Frame.Type.CONFIG || frame.type() == Frame.Type.CODED;
        if (!media || frame.kind() == MediaKind.SCRIPT) {
            return;
        }
        leftOutTracks.accept(frame.codec());
        if (frame.kind() == MediaKind.VIDEO) {
            tracks(0, tables.audioType());
        } else {
            tracks(tables.videoType(), 0);
        }
    }

    private void configure(Frame frame) {
        try {
            if (frame.kind() == MediaKind.VIDEO) {
                video = VideoConfiguration.read(frame);
                tracks(StreamType.of(frame.codec()), tables.audioType());
            } else if (frame.codec() == Codec.AAC) {
                aac = AacConfiguration.read(frame);
                if (Adts.carries(aac)) {
                    tracks(tables.videoType(), StreamType.AAC_ADTS);
                } else {
                    leaveOut(frame);
                }
            }
        } catch (MalformedMediaException e) {
            leftOut++;
        }
    }

    private void tracks(int videoType, int audioType) {
        tablesDue |= tables.tracks(videoType, audioType);
    }

    private void writeCoded(Frame frame, ByteBuf out) {
        if (frame.codec() == Codec.MP3) {
            tracks(tables.videoType(), StreamType.MPEG1_AUDIO);
        }
        boolean isPicture = frame.kind() == MediaKind.VIDEO;
        boolean announced = (isPicture ? tables.videoType() : tables.audioType()) == StreamType.of(frame.codec());
        if (!announced || !(isPicture ? makePicturePes(frame) : makeSoundPes(frame))) {
            leftOut++;
            return;
        }
        writeTablesIfDue(frame, out);
        clock.note(frame);
        long pcr = isPicture || clock.isDue() ? clock.next() : -1;
        ElementaryStream stream = isPicture ? picture : sound;
        if (pcr >= 0 && stream.pid != tables.clockPid()) {
            TsPacket.writeClock(picture.pid, picture.counter, pcr, out);
            pcr = -1;
        }
        stream.writePackets(frame.isKeyFrame() || tables.videoType() == 0, pcr, pes, out);
    }

    private void writeTablesIfDue(Frame frame, ByteBuf out) {
        boolean overdue = tables.videoType() == 0 && frame.timestampMillis() - tablesAt >= TABLE_INTERVAL_MILLIS;
        if (tablesDue || frame.isKeyFrame() || overdue) {
            tables.write(out);
            tablesDue = false;
            tablesAt = frame.timestampMillis();
            clock.request();
        }
    }

    private boolean makePicturePes(Frame frame) {
        pes.clear();
        picture.writeHeader(frame, UNBOUNDED, pes);
        return AnnexB.write(frame, video, pes);
    }

    private boolean makeSoundPes(Frame frame) {
        ByteBuf payload = frame.payload();
        boolean isAac = frame.codec() == Codec.AAC;
        int dataBytes = (isAac ? Adts.HEADER_BYTES : 0) + payload.readableBytes();
        if (dataBytes + PES_HEADER_BYTES > MAX_PES_LENGTH || !payload.isReadable()) {
            return false;
        }
        pes.clear();
        sound.writeHeader(frame, dataBytes, pes);
        if (isAac) {
            return Adts.write(aac, payload, pes);
        }
        pes.writeBytes(payload);
        return true;
    }
}
