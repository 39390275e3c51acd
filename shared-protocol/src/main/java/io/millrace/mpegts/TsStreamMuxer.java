package io.millrace.mpegts;

import io.millrace.media.Frame;
import io.millrace.media.RandomAccessRule;
import io.millrace.stream.Muxer;
import io.millrace.stream.StreamLog;
import io.netty.buffer.Unpooled;

/**
 * Muxes frames into an MPEG transport stream without end. What a newcomer needs, program tables and parameter sets,
 * stands in the stream at each random access point, so the preamble is empty.
 */
public final class TsStreamMuxer implements Muxer {
    private RandomAccessRule rule = new RandomAccessRule();
    private final TsMuxer muxer = new TsMuxer();

    @Override
    public void beginSession() {
        rule = new RandomAccessRule();
        muxer.beginSession();
    }

    @Override
    public void write(Frame frame, StreamLog log) {
        if (!TsMuxer.carries(frame.codec())) {
            return;
        }
        if (rule.isRandomAccessPoint(frame)) {
            muxer.beginSegment();
            log.randomAccessPoint(Unpooled.EMPTY_BUFFER, 0);
        }
        muxer.write(frame, log.begin(TsMuxer.maxBytes(frame)));
        log.commit(frame.timestampMillis());
    }
}
