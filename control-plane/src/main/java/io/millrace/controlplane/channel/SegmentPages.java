package io.millrace.controlplane.channel;

import io.millrace.channel.ChannelId;
import io.millrace.channel.Segment;
import io.millrace.channel.SegmentPage;
import io.millrace.controlplane.channel.ChannelEvent.PageClosed;
import java.util.List;
import java.util.Optional;

/**
 * Moves the oldest open segments into page objects, one page at a time. Writing the same page again, after a crash for
 * instance, replaces the object by an equal one. Used by the actor's thread only.
 */
final class SegmentPages {
    private final ChannelId id;
    private final RetriedPut put;
    private final int pageSegments;
    private Optional<PageClosed> writing = Optional.empty();

    SegmentPages(ChannelId id, RetriedPut put, int pageSegments) {
        this.id = id;
        this.put = put;
        this.pageSegments = pageSegments;
    }

    /** Begins to write a page if there is one to write and none is being written. */
    void writeIfFull(SegmentIndex index) {
        if (writing.isEmpty()) {
            index.fullPage(pageSegments).ifPresent(this::write);
        }
    }

    private void write(List<IndexedSegment> page) {
        long first = page.get(0).sequence();
        writing = Optional.of(new PageClosed(first, page.size()));
        List<Segment> segments =
                page.stream().map(segment -> segment.in(id.channel())).toList();
        put.start(SegmentPage.key(id.channel(), first), SegmentPage.CONTENT_TYPE, () -> SegmentPage.write(segments));
    }

    /** The page that has been stored by what the message says. */
    Optional<PageClosed> finished(RetriedPut.Finished message) {
        if (message.put() != put || !put.finished(message)) {
            return Optional.empty();
        }
        Optional<PageClosed> written = writing;
        writing = Optional.empty();
        return written;
    }

    boolean isBusy() {
        return writing.isPresent();
    }
}
