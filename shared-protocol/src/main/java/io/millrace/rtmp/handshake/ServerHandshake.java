package io.millrace.rtmp.handshake;

import io.millrace.rtmp.message.RtmpProtocolException;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The server's side: answers S0, S1 and S2 as soon as C0 and C1 are there, then waits for C2, which nobody checks. A
 * client that puts a digest into C1 gets digests back.
 */
public final class ServerHandshake extends ByteToMessageDecoder {
    static final int VERSION = 3;

    private enum State {
        WAIT_C1,
        WAIT_C2,
        DONE
    }

    private State state = State.WAIT_C1;
    private HandshakeDone kind = HandshakeDone.SIMPLE;

    @Override
    protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
        if (state == State.WAIT_C1) {
            int version = in.getUnsignedByte(in.readerIndex());
            if (version != VERSION) {
                state = State.DONE;
                in.skipBytes(in.readableBytes());
                throw new RtmpProtocolException("RTMP version: " + version + " (expected: 3)");
            }
            if (in.readableBytes() >= 1 + DigestScheme.PACKET_BYTES) {
                in.skipBytes(1);
                byte[] c1 = new byte[DigestScheme.PACKET_BYTES];
                in.readBytes(c1);
                ctx.writeAndFlush(answer(ctx, c1));
                state = State.WAIT_C2;
            }
        } else if (state == State.WAIT_C2 && in.readableBytes() >= DigestScheme.PACKET_BYTES) {
            in.skipBytes(DigestScheme.PACKET_BYTES);
            state = State.DONE;
            ctx.fireUserEventTriggered(kind);
            ctx.pipeline().remove(this);
        } else if (state == State.DONE) {
            in.skipBytes(in.readableBytes());
        }
    }

    private ByteBuf answer(ChannelHandlerContext ctx, byte[] c1) {
        byte[] s1 = new byte[DigestScheme.PACKET_BYTES];
        ThreadLocalRandom.current().nextBytes(s1);
        byte[] s2 = c1;
        for (DigestScheme scheme : DigestScheme.values()) {
            if (scheme.verifiesClient(c1)) {
                kind = HandshakeDone.DIGEST;
                scheme.signServer(s1);
                s2 = new byte[DigestScheme.PACKET_BYTES];
                ThreadLocalRandom.current().nextBytes(s2);
                DigestScheme.signAnswer(s2, scheme.digest(c1), true);
                break;
            }
        }
        if (kind == HandshakeDone.SIMPLE) {
            // Bytes 4 to 7 are zero in the simple handshake; other values make clients look for a digest.
            s1[4] = s1[5] = s1[6] = s1[7] = 0;
        }
        return ctx.alloc()
                .buffer(1 + 2 * DigestScheme.PACKET_BYTES)
                .writeByte(VERSION)
                .writeBytes(s1)
                .writeBytes(s2);
    }
}
