package io.millrace.load.jmh;

import io.millrace.media.Frame;
import io.millrace.media.MediaKind;
import io.millrace.rtmp.chunk.ChunkDecoder;
import io.millrace.rtmp.chunk.ChunkEncoder;
import io.millrace.rtmp.chunk.ChunkLimits;
import io.millrace.rtmp.chunk.ChunkWriter;
import io.millrace.rtmp.message.MessageType;
import io.millrace.rtmp.message.SetChunkSize;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.util.ReferenceCountUtil;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** Messages to chunks and back; an operation is a group of pictures, two seconds. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class ChunkCodecBenchmark {
    private static final int READ_BYTES = 64 * 1024;
    private static final ChunkLimits LIMITS = new ChunkLimits(0xFFFFFF, 1 << 24, 64, 1 << 24);

    /** That of OBS, and one in which a message is one chunk. */
    @Param({"4096", "1000000"})
    public int chunkBytes;

    private Show show;
    private ByteBuf chunks;
    private ByteBuf out;
    private EmbeddedChannel channel;
    private Counter counter;

    @Setup
    public void load() {
        show = Show.load();
        chunks = Unpooled.directBuffer(4 << 20);
        out = Unpooled.directBuffer(4 << 20);
        write(chunks);
        counter = new Counter();
        channel = new EmbeddedChannel(new ChunkDecoder(LIMITS), counter);
        ByteBuf first = Unpooled.directBuffer();
        new ChunkEncoder().write(first, 2, 0, 0, new SetChunkSize(chunkBytes));
        channel.writeInbound(first);
    }

    @TearDown
    public void free() {
        channel.finishAndReleaseAll();
        chunks.release();
        out.release();
    }

    @Benchmark
    public int encode() {
        out.clear();
        write(out);
        return out.readableBytes();
    }

    /** Reads of 64 KiB. */
    @Benchmark
    public int decode() {
        for (int index = 0; index < chunks.writerIndex(); index += READ_BYTES) {
            channel.pipeline()
                    .fireChannelRead(chunks.retainedSlice(index, Math.min(READ_BYTES, chunks.writerIndex() - index)));
        }
        return counter.messages;
    }

    private void write(ByteBuf into) {
        for (Frame frame : show.group()) {
            boolean video = frame.kind() == MediaKind.VIDEO;
            ChunkWriter.write(
                    into,
                    video ? 6 : 4,
                    video ? MessageType.VIDEO : MessageType.AUDIO,
                    (int) frame.timestampMillis(),
                    1,
                    frame.body(),
                    chunkBytes);
        }
    }

    private static final class Counter extends ChannelInboundHandlerAdapter {
        private int messages;

        @Override
        public void channelRead(ChannelHandlerContext ctx, Object message) {
            messages++;
            ReferenceCountUtil.release(message);
        }
    }
}
