package io.millrace.origin.feed;

import io.millrace.origin.segment.Segmenter;
import io.millrace.rtmp.mux.RtmpMuxer;
import io.millrace.stream.StreamLog;

/** What a feed writes to. */
record FeedParts(StreamLog relayLog, RtmpMuxer relayMuxer, Segmenter segmenter) {}
