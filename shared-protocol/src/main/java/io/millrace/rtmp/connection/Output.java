package io.millrace.rtmp.connection;

import io.millrace.rtmp.chunk.ChunkEncoder;
import io.millrace.rtmp.message.CommandMessage;
import io.millrace.rtmp.message.DataMessage;
import io.millrace.rtmp.message.RtmpMessage;
import io.millrace.rtmp.message.RtmpProtocolException;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;

/**
 * Writes control, command and data messages to one connection, and bounds how many bytes of them a peer that does not
 * read can make us hold. Event loop only.
 */
final class Output {
    private static final int CONTROL_CHUNK_STREAM = 2;
    private static final int COMMAND_CHUNK_STREAM = 3;
    private static final int STREAM_CHUNK_STREAM = 5;

    private final Channel channel;
    private final int maxPendingBytes;
    private final ChunkEncoder encoder = new ChunkEncoder();
    private int pendingBytes;
    private boolean unflushed;

    Output(Channel channel, int maxPendingBytes) {
        this.channel = channel;
        this.maxPendingBytes = maxPendingBytes;
    }

    void write(RtmpMessage message) {
        write(message, 0);
    }

    void write(RtmpMessage message, int messageStreamId) {
        if (!channel.isActive() || pendingBytes > maxPendingBytes) {
            return;
        }
        ByteBuf out = channel.alloc().buffer();
        encoder.write(out, chunkStream(message, messageStreamId), 0, messageStreamId, message);
        int bytes = out.readableBytes();
        pendingBytes += bytes;
        if (pendingBytes > maxPendingBytes) {
            out.release();
            channel.pipeline()
                    .fireExceptionCaught(new RtmpProtocolException("control messages that the peer does not read: "
                            + pendingBytes + " bytes (expected: <= " + maxPendingBytes + ")"));
            return;
        }
        unflushed = true;
        channel.write(out).addListener(written -> pendingBytes -= bytes);
    }

    void flush() {
        if (unflushed) {
            unflushed = false;
            channel.flush();
        }
    }

    private static int chunkStream(RtmpMessage message, int messageStreamId) {
        if (message instanceof CommandMessage || message instanceof DataMessage) {
            return messageStreamId == 0 ? COMMAND_CHUNK_STREAM : STREAM_CHUNK_STREAM;
        }
        return CONTROL_CHUNK_STREAM;
    }
}
