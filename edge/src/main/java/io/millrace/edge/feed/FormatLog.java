package io.millrace.edge.feed;

import io.millrace.media.Frame;
import io.millrace.stream.Cursor;
import io.millrace.stream.Muxer;
import io.millrace.stream.StreamLog;

/** One format of a feed: its muxer and its stream log, and how many viewers it has. Not thread-safe. */
final class FormatLog implements AutoCloseable {
    private final Muxer muxer;
    private final StreamLog log;
    private int viewers;
    private long unusedSinceNanos;

    FormatLog(Muxer muxer, StreamLog log) {
        this.muxer = muxer;
        this.log = log;
    }

    void write(Frame frame) {
        muxer.write(frame, log);
    }

    void beginSession() {
        muxer.beginSession();
    }

    Cursor join(boolean atNextRandomAccessPoint) {
        viewers++;
        return atNextRandomAccessPoint ? log.atNextRandomAccessPoint() : log.atNewestRandomAccessPoint();
    }

    void leave(long nowNanos) {
        viewers--;
        unusedSinceNanos = nowNanos;
    }

    boolean isUnused(long nowNanos, long lingerNanos) {
        return viewers == 0 && nowNanos - unusedSinceNanos > lingerNanos;
    }

    @Override
    public void close() {
        log.close();
    }
}
