package io.millrace.load.jmh;

import io.millrace.flv.FlvMuxer;
import io.millrace.media.Frame;
import io.millrace.mpegts.TsMuxer;
import io.millrace.stream.StreamLog;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** Muxers; an operation is a group of pictures, two seconds. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class MuxerBenchmark {
    private final FlvMuxer flv = new FlvMuxer();
    private final TsMuxer ts = new TsMuxer(codec -> {});
    private Show show;
    private StreamLog log;
    private ByteBuf segment;
    private long begin;

    @Setup
    public void load() {
        show = Show.load();
        log = new StreamLog(Show.LOG_SETTINGS);
        segment = PooledByteBufAllocator.DEFAULT.directBuffer(4 << 20);
        for (Frame frame : show.setup()) {
            flv.write(frame, log);
            ts.write(frame, segment);
        }
    }

    @TearDown
    public void free() {
        log.close();
        segment.release();
    }

    /** Into a stream log. */
    @Benchmark
    public long flv() {
        begin += Show.MILLIS;
        for (Frame frame : show.group()) {
            flv.write(frame.at(begin + frame.timestampMillis()), log);
        }
        return log.head();
    }

    /** Into one buffer, as segments are made. */
    @Benchmark
    public int ts() {
        begin += Show.MILLIS;
        segment.clear();
        ts.beginSegment();
        for (Frame frame : show.group()) {
            ts.write(frame.at(begin + frame.timestampMillis()), segment);
        }
        return segment.readableBytes();
    }
}
