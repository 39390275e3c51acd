package io.millrace.load.view;

import io.millrace.load.media.BrokenStreamException;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.util.List;

/** One connection that sends its next request when it has the last one's answer. */
final class Requester extends ChannelInboundHandlerAdapter {
    private final List<byte[]> requests;
    private final RequestTally tally;
    private final AnswerHead head = new AnswerHead();
    private int next;
    private long asked;
    private long left = -1;

    /** @param first where in the list it begins */
    Requester(List<byte[]> requests, int first, RequestTally tally) {
        this.requests = requests;
        this.next = first % requests.size();
        this.tally = tally;
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        ask(ctx);
    }

    private void ask(ChannelHandlerContext ctx) {
        byte[] request = requests.get(next);
        next = (next + 1) % requests.size();
        asked = System.nanoTime();
        ctx.writeAndFlush(ctx.alloc().buffer(request.length).writeBytes(request));
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ByteBuf in = (ByteBuf) message;
        try {
            tally.read(in.readableBytes());
            read(ctx, in);
        } catch (BrokenStreamException e) {
            ctx.close();
        } finally {
            in.release();
        }
    }

    private void read(ChannelHandlerContext ctx, ByteBuf in) {
        while (in.isReadable()) {
            if (left < 0) {
                if (!head.read(in)) {
                    return;
                }
                head.requireStatus(200);
                left = length();
                head.clear();
            }
            int count = (int) Math.min(left, in.readableBytes());
            in.skipBytes(count);
            left -= count;
            if (left == 0) {
                left = -1;
                tally.answered(System.nanoTime() - asked);
                ask(ctx);
            }
        }
    }

    private long length() {
        String length = head.header("content-length");
        if (length.isEmpty()) {
            throw new BrokenStreamException("an answer does not say how long it is");
        }
        return Long.parseLong(length);
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        tally.failed();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        ctx.close();
    }
}
