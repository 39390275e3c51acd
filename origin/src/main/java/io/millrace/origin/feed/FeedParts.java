package io.millrace.origin.feed;

import io.millrace.origin.segment.Segmenter;
import io.millrace.rtmp.mux.RtmpMuxer;
import io.millrace.stream.StreamLog;
import java.util.Optional;

/**
 * What a feed writes to.
 *
 * @param segmenter empty for a feed that is played live only
 */
record FeedParts(StreamLog relayLog, RtmpMuxer relayMuxer, Optional<Segmenter> segmenter) {}
