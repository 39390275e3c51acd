package io.millrace.rtmp.mux;

import io.millrace.media.Frame;
import io.millrace.media.FramePreamble;
import io.millrace.media.MediaKind;
import io.millrace.media.RandomAccessRule;
import io.millrace.rtmp.chunk.ChunkWriter;
import io.millrace.rtmp.message.MessageType;
import io.millrace.stream.Muxer;
import io.millrace.stream.StreamLog;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

/**
 * Muxes frames into RTMP messages of one message stream, each cut into chunks whose first header is of type 0: so a
 * player can begin, jump and be told something in between at any message. A log of these can be shared by the players
 * whose message stream id, chunk size and choice of tracks are the same.
 */
public final class RtmpMuxer implements Muxer {
    /** Chunk streams that nothing else on a connection of ours uses. */
    private static final int DATA_CHUNK_STREAM = 4;

    private static final int AUDIO_CHUNK_STREAM = 6;
    private static final int VIDEO_CHUNK_STREAM = 7;

    /** Wherever onMetaData stands: ffmpeg takes it for a track of subtitles if it has another time. */
    private static final int METADATA_TIME = 0;

    private final int messageStreamId;
    private final int chunkSize;
    private final Tracks tracks;
    private RandomAccessRule rule = new RandomAccessRule();
    private FramePreamble preamble = new FramePreamble();

    /** @param chunkSize that of the connections, see {@code RtmpConnectionSettings.outgoingChunkSize} */
    public RtmpMuxer(int messageStreamId, int chunkSize, Tracks tracks) {
        this.messageStreamId = messageStreamId;
        this.chunkSize = chunkSize;
        this.tracks = tracks;
    }

    @Override
    public void beginSession() {
        rule = new RandomAccessRule();
        preamble = new FramePreamble();
    }

    @Override
    public void write(Frame frame, StreamLog log) {
        if (!tracks.include(frame)) {
            return;
        }
        preamble.note(frame);
        if (rule.isRandomAccessPoint(frame)) {
            log.randomAccessPoint(preamble(frame.timestampMillis()), 0);
        }
        ByteBuf out = log.begin(ChunkWriter.maxBytes(frame.body().readableBytes(), chunkSize));
        writeMessage(frame, frame.timestampMillis(), out);
        log.commit(frame.timestampMillis());
    }

    private ByteBuf preamble(long timestampMillis) {
        int size = 0;
        for (Frame kept : preamble.frames()) {
            size += ChunkWriter.maxBytes(kept.body().readableBytes(), chunkSize);
        }
        ByteBuf out = Unpooled.directBuffer(size, size);
        for (Frame kept : preamble.frames()) {
            writeMessage(kept, timestampMillis, out);
        }
        return out;
    }

    private void writeMessage(Frame frame, long timestampMillis, ByteBuf out) {
        MediaKind kind = frame.kind();
        boolean onMetaData = kind == MediaKind.SCRIPT && frame.type() == Frame.Type.METADATA;
        int time = onMetaData ? METADATA_TIME : (int) timestampMillis;
        ChunkWriter.write(out, chunkStream(kind), typeId(kind), time, messageStreamId, frame.body(), chunkSize);
    }

    private static int chunkStream(MediaKind kind) {
        return switch (kind) {
            case AUDIO -> AUDIO_CHUNK_STREAM;
            case VIDEO -> VIDEO_CHUNK_STREAM;
            case SCRIPT -> DATA_CHUNK_STREAM;
        };
    }

    private static int typeId(MediaKind kind) {
        return switch (kind) {
            case AUDIO -> MessageType.AUDIO;
            case VIDEO -> MessageType.VIDEO;
            case SCRIPT -> MessageType.DATA_AMF0;
        };
    }
}
