package io.millrace.flv;

import io.millrace.media.Frame;
import io.millrace.media.FramePreamble;
import io.millrace.media.MediaKind;
import io.millrace.media.RandomAccessRule;
import io.millrace.stream.Muxer;
import io.millrace.stream.StreamLog;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

/**
 * Muxes frames into FLV (Video File Format 10.1, annex E). Every codec that a tag can name is carried as it came.
 *
 * <pre>
 * header   'F' 'L' 'V' 1, flags (4: sound, 1: picture), 00 00 00 09, 00 00 00 00            13 bytes
 * tag      type 8/9/18, body size (3), time stamp (3), its high byte (1), 00 00 00, body,
 *          size of all that (4)
 * </pre>
 */
public final class FlvMuxer implements Muxer {
    public static final int HEADER_BYTES = 13;
    private static final int TAG_OVERHEAD = 11 + 4;

    /** Wherever onMetaData stands: ffmpeg takes it for a track of subtitles if it has another time. */
    private static final int METADATA_TIME = 0;

    private static final int AUDIO_FLAG = 4;
    private static final int VIDEO_FLAG = 1;

    private RandomAccessRule rule = new RandomAccessRule();
    private FramePreamble preamble = new FramePreamble();

    @Override
    public void beginSession() {
        rule = new RandomAccessRule();
        preamble = new FramePreamble();
    }

    @Override
    public void write(Frame frame, StreamLog log) {
        preamble.note(frame);
        if (rule.isRandomAccessPoint(frame)) {
            log.randomAccessPoint(preamble(frame.timestampMillis()), HEADER_BYTES);
        }
        writeTag(
                frame,
                frame.timestampMillis(),
                log.begin(TAG_OVERHEAD + frame.body().readableBytes()));
        log.commit(frame.timestampMillis());
    }

    private ByteBuf preamble(long timestampMillis) {
        int size = HEADER_BYTES;
        for (Frame kept : preamble.frames()) {
            size += TAG_OVERHEAD + kept.body().readableBytes();
        }
        ByteBuf out = Unpooled.directBuffer(size, size);
        writeHeader(timestampMillis, out);
        for (Frame kept : preamble.frames()) {
            writeTag(kept, timestampMillis, out);
        }
        return out;
    }

    private void writeHeader(long timestampMillis, ByteBuf out) {
        int flags = (preamble.hasAudio(timestampMillis) ? AUDIO_FLAG : 0)
                | (preamble.hasVideo(timestampMillis) ? VIDEO_FLAG : 0);
        out.writeMedium('F' << 16 | 'L' << 8 | 'V')
                .writeByte(1)
                .writeByte(flags)
                .writeInt(9)
                .writeInt(0);
    }

    private static void writeTag(Frame frame, long timestampMillis, ByteBuf out) {
        ByteBuf body = frame.body();
        int size = body.readableBytes();
        boolean onMetaData = frame.kind() == MediaKind.SCRIPT && frame.type() == Frame.Type.METADATA;
        int time = onMetaData ? METADATA_TIME : (int) timestampMillis;
        out.writeByte(tagType(frame.kind()));
        out.writeMedium(size);
        out.writeMedium(time).writeByte(time >>> 24);
        out.writeMedium(0);
        out.writeBytes(body, body.readerIndex(), size);
        out.writeInt(11 + size);
    }

    private static int tagType(MediaKind kind) {
        return switch (kind) {
            case AUDIO -> 8;
            case VIDEO -> 9;
            case SCRIPT -> 18;
        };
    }
}
