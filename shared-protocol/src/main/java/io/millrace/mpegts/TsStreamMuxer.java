package io.millrace.mpegts;

import io.millrace.media.Codec;
import io.millrace.media.Frame;
import io.millrace.media.RandomAccessRule;
import io.millrace.stream.Muxer;
import io.millrace.stream.StreamLog;
import io.netty.buffer.Unpooled;
import java.util.function.Consumer;

/**
 * Muxes frames into an MPEG transport stream without end. What a newcomer needs, program tables and parameter sets,
 * stands in the stream at each random access point, so the preamble is empty.
 */
public final class TsStreamMuxer implements Muxer {
    private RandomAccessRule rule = new RandomAccessRule();
    private final TsMuxer muxer;

    /** @param leftOut is told of each coding that cannot be carried, as often as it comes */
    public TsStreamMuxer(Consumer<Codec> leftOut) {
        muxer = new TsMuxer(leftOut);
    }

    @Override
    public void beginSession() {
        rule = new RandomAccessRule();
        muxer.beginSession();
    }

    @Override
    public void write(Frame frame, StreamLog log) {
        if (!TsMuxer.carries(frame.codec())) {
            muxer.write(frame, Unpooled.EMPTY_BUFFER);
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
