package io.millrace.origin.feed;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.millrace.origin.segment.SegmentSettings;
import io.millrace.origin.segment.Segmenter;
import io.millrace.relay.RelayPlay;
import io.millrace.rtmp.mux.RtmpMuxer;
import io.millrace.rtmp.mux.Tracks;
import io.millrace.stream.LeftOutTracks;
import io.millrace.stream.StreamLog;
import io.millrace.stream.StreamLogSettings;
import io.netty.buffer.ByteBufAllocator;
import java.time.InstantSource;
import java.util.Optional;
import java.util.OptionalInt;

/** Makes the feeds of this node. */
public final class FeedFactory {
    private final FeedSettings settings;
    private final SegmentSettings segmentSettings;
    private final StreamLogSettings logSettings;
    private final int chunkSize;
    private final Feeds feeds;
    private final InstantSource clock;
    private final MeterRegistry meters;
    private final Counter malformedFrames;

    /** @param chunkSize the chunk size that the relay listener sends with */
    public FeedFactory(
            FeedSettings settings,
            SegmentSettings segmentSettings,
            StreamLogSettings logSettings,
            int chunkSize,
            Feeds feeds,
            InstantSource clock,
            MeterRegistry meters) {
        this.settings = settings;
        this.segmentSettings = segmentSettings;
        this.logSettings = logSettings;
        this.chunkSize = chunkSize;
        this.feeds = feeds;
        this.clock = clock;
        this.meters = meters;
        this.malformedFrames = meters.counter("millrace.origin.frames.malformed");
    }

    /** @param fragmentSeconds how long its HLS segments are meant to be; empty for a feed without HLS */
    public Feed create(FeedIdentity identity, OptionalInt fragmentSeconds, FeedListener listener) {
        Optional<Segmenter> segmenter = fragmentSeconds.isEmpty()
                ? Optional.empty()
                : Optional.of(new Segmenter(
                        segmentSettings,
                        fragmentSeconds.getAsInt(),
                        ByteBufAllocator.DEFAULT,
                        clock,
                        listener,
                        new LeftOutTracks(identity.channel(), "hls", meters)));
        FeedParts parts = new FeedParts(
                new StreamLog(logSettings), new RtmpMuxer(RelayPlay.MESSAGE_STREAM, chunkSize, Tracks.ALL), segmenter);
        return new Feed(identity, parts, feeds, listener, settings.maxMalformedFrames(), malformedFrames);
    }
}
