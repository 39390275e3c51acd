package io.millrace.edge.feed;

import io.millrace.media.Frame;
import io.millrace.media.FramePreamble;
import io.millrace.media.RandomAccessRule;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;

/**
 * The frames from the newest random access point on, with the configurations before it, from which a format that
 * somebody newly asks for is begun. Bounded in bytes: a group of pictures beyond the bound is not kept, and a new format
 * then begins at the next one. Not thread-safe.
 */
final class GopCache implements AutoCloseable {
    /** What keeping a frame costs beside its bytes: a publisher of tiny ones must not get around the bound. */
    static final int FRAME_OVERHEAD_BYTES = 256;

    private final int maxBytes;
    private RandomAccessRule rule = new RandomAccessRule();
    private FramePreamble preamble = new FramePreamble();
    private final Deque<Cached> frames = new ArrayDeque<>();

    /** What stood at the random access point: a configuration since then is for the group of pictures to come. */
    private List<Frame> configurations = List.of();

    private long bytes;
    private boolean complete;

    /** @param receivedMillis the time that the relay gave it, on the origin's line */
    private record Cached(Frame frame, long receivedMillis) {}

    GopCache(int maxBytes) {
        this.maxBytes = maxBytes;
    }

    /** The next frame comes from another publisher, whose configurations do not fit what is cached. */
    void beginSession() {
        rule = new RandomAccessRule();
        preamble = new FramePreamble();
        drop();
        complete = false;
    }

    /**
     * @param frame the caller keeps its reference
     * @param receivedMillis the time that the relay gave it
     */
    void add(Frame frame, long receivedMillis) {
        preamble.note(frame);
        if (rule.isRandomAccessPoint(frame)) {
            drop();
            configurations = preamble.frames();
            complete = true;
        }
        if (!complete) {
            return;
        }
        frames.add(new Cached(frame.retain(), receivedMillis));
        bytes += FRAME_OVERHEAD_BYTES + frame.body().readableBytes();
        if (bytes > maxBytes) {
            drop();
            complete = false;
        }
    }

    /** Hands out the configurations, then the cached frames; the receiver keeps no reference it does not take. */
    void replay(Consumer<Frame> receiver) {
        long start = frames.isEmpty() ? 0 : frames.getFirst().frame().timestampMillis();
        beginning().forEach(frame -> receiver.accept(frame.at(start)));
        frames.forEach(cached -> receiver.accept(cached.frame()));
    }

    /** As {@link #replay}, at the times that the relay gave. */
    void replayAsReceived(Consumer<Frame> receiver) {
        long start = frames.isEmpty() ? 0 : frames.getFirst().receivedMillis();
        beginning().forEach(frame -> receiver.accept(frame.at(start)));
        frames.forEach(cached -> receiver.accept(cached.frame().at(cached.receivedMillis())));
    }

    private List<Frame> beginning() {
        return frames.isEmpty() ? preamble.frames() : configurations;
    }

    private void drop() {
        frames.forEach(cached -> cached.frame().release());
        frames.clear();
        bytes = 0;
    }

    @Override
    public void close() {
        drop();
        complete = false;
    }
}
