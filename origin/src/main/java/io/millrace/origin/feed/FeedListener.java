package io.millrace.origin.feed;

import io.millrace.channel.EndReason;
import io.millrace.origin.segment.SegmentSink;

/** What a feed tells its session; called on the feed's event loop. */
public interface FeedListener extends SegmentSink {
    /** Nothing more will come, all segments have been offered; called once. */
    void onOver(EndReason reason);
}
