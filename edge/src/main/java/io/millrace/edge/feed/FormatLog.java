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
    private long headSeen;
    private long progressNanos;

    /** @param nowNanos since when it can be silent */
    FormatLog(Muxer muxer, StreamLog log, long nowNanos) {
        this.muxer = muxer;
        this.log = log;
        this.progressNanos = nowNanos;
    }

    void write(Frame frame) {
        muxer.write(frame, log);
    }

    /** The next frame comes from another publisher, who has as much time as the first one. */
    void beginSession(long nowNanos) {
        muxer.beginSession();
        progressNanos = nowNanos;
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

    /** For how long nothing has come into the log, as far as this has been asked now and then. */
    long silentNanos(long nowNanos) {
        long head = log.head();
        if (head != headSeen) {
            headSeen = head;
            progressNanos = nowNanos;
        }
        return nowNanos - progressNanos;
    }

    @Override
    public void close() {
        log.close();
    }
}
