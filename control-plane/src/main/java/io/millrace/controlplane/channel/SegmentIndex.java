package io.millrace.controlplane.channel;

import io.millrace.channel.Segment;
import java.util.ArrayList;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.Optional;

/**
 * All segments of a channel's life, in order: those of closed pages by their page, then the open ones, the newest of
 * which are the live window. The media sequence never restarts and the window's start never goes back.
 *
 * @param nextSequence the media sequence number of the next segment
 * @param windowStart the media sequence number of the window's first segment, present or to come
 * @param discontinuities how many discontinuities have left the window
 * @param targetDurationSeconds of the live playlist; only grows while the window goes on
 */
record SegmentIndex(
        long nextSequence,
        long windowStart,
        long discontinuities,
        int targetDurationSeconds,
        List<ClosedPage> pages,
        List<IndexedSegment> open) {
    static final SegmentIndex EMPTY = new SegmentIndex(0, 0, 0, 0, List.of(), List.of());

    SegmentIndex {
        pages = List.copyOf(pages);
        open = List.copyOf(open);
    }

    /** Enters the next segment, and lets those leave the window that are over {@code windowCount}. */
    SegmentIndex with(String channel, Segment segment, int windowCount) {
        List<IndexedSegment> more = new ArrayList<>(open.size() + 1);
        more.addAll(open);
        more.add(IndexedSegment.of(channel, segment));
        long next = segment.sequence() + 1;
        int target = Math.max(targetDurationSeconds, (segment.durationMillis() + 500) / 1000);
        return new SegmentIndex(next, windowStart, discontinuities, target, pages, more)
                .withWindowFrom(Math.max(windowStart, next - windowCount));
    }

    /** Begins an empty window: what was in it has left it. */
    SegmentIndex withFreshWindow() {
        SegmentIndex emptied = withWindowFrom(nextSequence);
        return new SegmentIndex(nextSequence, emptied.windowStart, emptied.discontinuities, 0, pages, open);
    }

    /** The target duration is never below what segments are cut at. */
    SegmentIndex withTargetDurationAtLeast(int seconds) {
        int target = Math.max(targetDurationSeconds, seconds);
        return new SegmentIndex(nextSequence, windowStart, discontinuities, target, pages, open);
    }

    SegmentIndex withPageClosed(long firstSequence, int count) {
        IndexedSegment first = open.get(0);
        if (first.sequence() != firstSequence || count > open.size()) {
            throw new IllegalStateException(
                    "page: " + firstSequence + ", " + count + " (expected: " + first.sequence() + " first)");
        }
        List<ClosedPage> more = new ArrayList<>(pages.size() + 1);
        more.addAll(pages);
        LongSummaryStatistics starts = open.subList(0, count).stream()
                .mapToLong(IndexedSegment::startMillis)
                .summaryStatistics();
        more.add(new ClosedPage(firstSequence, count, starts.getMin(), starts.getMax()));
        return new SegmentIndex(
                nextSequence,
                windowStart,
                discontinuities,
                targetDurationSeconds,
                more,
                open.subList(count, open.size()));
    }

    private SegmentIndex withWindowFrom(long start) {
        long left = open.stream()
                .filter(segment -> segment.sequence() >= windowStart && segment.sequence() < start)
                .filter(IndexedSegment::discontinuity)
                .count();
        return new SegmentIndex(nextSequence, start, discontinuities + left, targetDurationSeconds, pages, open);
    }

    List<IndexedSegment> window() {
        return open.subList((int) Math.min(open.size(), windowStart - firstOpen()), open.size());
    }

    /** The oldest segments, if there are as many that have left the window. */
    Optional<List<IndexedSegment>> fullPage(int pageSegments) {
        return windowStart - firstOpen() >= pageSegments
                ? Optional.of(open.subList(0, pageSegments))
                : Optional.empty();
    }

    Optional<IndexedSegment> last() {
        return open.isEmpty() ? Optional.empty() : Optional.of(open.get(open.size() - 1));
    }

    /** The segment of that number, if it is an open one. */
    Optional<IndexedSegment> find(long sequence) {
        long at = sequence - firstOpen();
        return at >= 0 && at < open.size() ? Optional.of(open.get((int) at)) : Optional.empty();
    }

    private long firstOpen() {
        return nextSequence - open.size();
    }
}
