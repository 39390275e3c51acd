package io.millrace.rtmp.handshake;

import io.millrace.rtmp.message.RtmpProtocolException;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The client's side of the simple handshake, which servers that know digests answer in kind. Sends C0 and C1 when the
 * channel becomes active, and C2 when S1 is there; S2 is not checked.
 */
public final class ClientHandshake extends ByteToMessageDecoder {
    private boolean sentC2;

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        byte[] c1 = new byte[DigestScheme.PACKET_BYTES];
        ThreadLocalRandom.current().nextBytes(c1);
        for (int i = 0; i < 8; i++) {
            c1[i] = 0;
        }
        ctx.writeAndFlush(ctx.alloc()
                .buffer(1 + c1.length)
                .writeByte(ServerHandshake.VERSION)
                .writeBytes(c1));
        ctx.fireChannelActive();
    }

    @Override
    protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
        if (!sentC2 && in.readableBytes() >= 1 + DigestScheme.PACKET_BYTES) {
            int version = in.readUnsignedByte();
            if (version != ServerHandshake.VERSION) {
                in.skipBytes(in.readableBytes());
                throw new RtmpProtocolException("RTMP version: " + version + " (expected: 3)");
            }
            ctx.writeAndFlush(in.readRetainedSlice(DigestScheme.PACKET_BYTES));
            sentC2 = true;
        }
        if (sentC2 && in.readableBytes() >= DigestScheme.PACKET_BYTES) {
            in.skipBytes(DigestScheme.PACKET_BYTES);
            ctx.fireUserEventTriggered(HandshakeDone.SIMPLE);
            ctx.pipeline().remove(this);
        }
    }
}
