package io.millrace.origin.segment;

/** Where a feed's finished segments go; called on the feed's event loop, never blocks. */
public interface SegmentSink {
    /**
     * Takes over the segment's content, also when it refuses.
     *
     * @return false if there was no room, so that the segment is lost and the next one does not continue the one before
     */
    boolean offer(CutSegment segment);
}
