package io.millrace.load.jmh;

import io.millrace.media.Frame;
import io.millrace.stream.Cursor;
import io.millrace.stream.SliceReader;
import io.millrace.stream.StreamLog;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
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

/** The stream log itself, and readers that follow it frame by frame; an operation is a group of pictures, two seconds. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class StreamLogBenchmark {
    @Param({"0", "1", "100"})
    public int readers;

    private Show show;
    private StreamLog log;
    private Cursor[] cursors;
    private long begin;
    private long read;
    private final SliceReader reader = (memory, index, length) -> read += length;

    @Setup
    public void load() {
        show = Show.load();
        log = new StreamLog(Show.LOG_SETTINGS);
        cursors = new Cursor[readers];
        for (int i = 0; i < readers; i++) {
            cursors[i] = log.atNewestRandomAccessPoint();
        }
    }

    @TearDown
    public void free() {
        for (Cursor cursor : cursors) {
            cursor.close();
        }
        log.close();
    }

    @Benchmark
    public long appendAndRead() {
        begin += Show.MILLIS;
        for (Frame frame : show.group()) {
            append(frame, begin + frame.timestampMillis());
            for (Cursor cursor : cursors) {
                while (cursor.next(reader)) {
                    continue;
                }
            }
        }
        return read;
    }

    private void append(Frame frame, long timestampMillis) {
        ByteBuf body = frame.body();
        if (frame.isKeyFrame()) {
            log.randomAccessPoint(Unpooled.EMPTY_BUFFER, 0);
        }
        log.begin(body.readableBytes()).writeBytes(body, body.readerIndex(), body.readableBytes());
        log.commit(timestampMillis);
    }
}
