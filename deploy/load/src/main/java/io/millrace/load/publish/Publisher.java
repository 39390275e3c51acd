package io.millrace.load.publish;

import io.millrace.load.media.BrokenStreamException;
import io.millrace.load.media.ClockMark;
import io.millrace.load.media.EpochClock;
import io.millrace.load.media.FlvFile;
import io.millrace.load.media.StoredTag;
import io.millrace.load.rtmp.RtmpDialogue;
import io.millrace.rtmp.chunk.ChunkWriter;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.net.URI;
import java.util.concurrent.TimeUnit;

/**
 * Publishes a file on one connection in real time, over and over, with time stamps that go on. The mark in each picture
 * says when it was due, so what a late publisher adds counts as latency, too.
 */
final class Publisher extends ChannelInboundHandlerAdapter {
    private static final int AUDIO_CHUNK_STREAM = 4;
    private static final int VIDEO_CHUNK_STREAM = 6;
    private static final int HEADER_BYTES = 12;
    private static final int EXTENDED_TIME = 0xFFFFFF;

    private final FlvFile file;
    private final PublisherListener listener;
    private final RtmpDialogue dialogue;
    private ChannelHandlerContext context;
    private int messageStreamId;
    private long begunNanos;
    private int next;
    private long round;
    private long pictures;
    private boolean isPublishing;

    Publisher(URI url, FlvFile file, PublisherListener listener) {
        this.file = file;
        this.listener = listener;
        this.dialogue =
                new RtmpDialogue(url, RtmpDialogue.Purpose.PUBLISH, (type, timestamp, head) -> {}, this::onStarted);
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        context = ctx;
        dialogue.begin(ctx.channel());
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ByteBuf in = (ByteBuf) message;
        try {
            dialogue.read(in);
        } finally {
            in.release();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        listener.onClosed(new BrokenStreamException("the server has closed a publisher's connection"));
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        listener.onClosed(cause);
        ctx.close();
    }

    private void onStarted(int stream) {
        if (isPublishing) {
            return;
        }
        isPublishing = true;
        messageStreamId = stream;
        for (StoredTag tag : file.setup()) {
            write(tag, 0, 0);
        }
        begunNanos = System.nanoTime();
        listener.onPublishing();
        sendDue();
    }

    private void sendDue() {
        if (!context.channel().isActive()) {
            return;
        }
        if (!context.channel().isWritable()) {
            throw new BrokenStreamException("the server does not take what is published");
        }
        long now = System.nanoTime();
        long due = dueNanos();
        while (due - now <= 0) {
            long timestamp =
                    round * file.lengthMillis() + file.media().get(next).timestampMillis();
            write(file.media().get(next), timestamp, due);
            advance();
            due = dueNanos();
        }
        context.flush();
        context.executor().schedule(this::sendNext, due - now, TimeUnit.NANOSECONDS);
    }

    private void sendNext() {
        try {
            sendDue();
        } catch (RuntimeException e) {
            exceptionCaught(context, e);
        }
    }

    private void advance() {
        next++;
        if (next == file.media().size()) {
            next = 0;
            round++;
        }
    }

    private long dueNanos() {
        long millis = round * file.lengthMillis() + file.media().get(next).timestampMillis();
        return begunNanos + TimeUnit.MILLISECONDS.toNanos(millis);
    }

    private void write(StoredTag tag, long timestamp, long dueNanos) {
        int size = tag.body().readableBytes();
        ByteBuf out = context.alloc().directBuffer(ChunkWriter.maxBytes(size, RtmpDialogue.CHUNK_BYTES));
        int chunkStream = tag.type() == StoredTag.VIDEO ? VIDEO_CHUNK_STREAM : AUDIO_CHUNK_STREAM;
        ChunkWriter.write(
                out, chunkStream, tag.type(), (int) timestamp, messageStreamId, tag.body(), RtmpDialogue.CHUNK_BYTES);
        if (tag.marked()) {
            int header = HEADER_BYTES + (Integer.compareUnsigned((int) timestamp, EXTENDED_TIME) >= 0 ? 4 : 0);
            ClockMark.set(out, header + ClockMark.OFFSET, EpochClock.micros(dueNanos), pictures);
            pictures++;
        }
        context.write(out);
    }
}
