package io.millrace.origin.segment;

import io.millrace.media.Frame;
import io.millrace.media.MediaKind;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The first frames of a feed, held until it is known what the feed carries: sound and picture both, or only what has
 * come within a second of stream time. A coding without a configuration, as MP3, shows itself by its first frame only,
 * and the program tables at the head of the first segment should name it.
 */
final class Prologue {
    private static final long MAX_MILLIS = 1000;
    private static final int MAX_FRAMES = 500;
    private static final int MAX_BYTES = 4 << 20;

    private final Deque<Frame> frames = new ArrayDeque<>();
    private final Set<MediaKind> kinds = EnumSet.noneOf(MediaKind.class);
    private final Set<MediaKind> configured = EnumSet.noneOf(MediaKind.class);
    private int bytes;
    private boolean complete;

    /** Whether enough is known; nothing is held any more. */
    boolean isComplete() {
        return complete;
    }

    /**
     * Holds a frame, unless it is a further configuration, before which the prologue is complete.
     *
     * @param frame the caller keeps its reference
     * @return whether the frame is held
     */
    boolean hold(Frame frame) {
        if (frame.type() == Frame.Type.CONFIG && !configured.add(frame.kind())) {
            complete = true;
            return false;
        }
        frames.addLast(frame.retain());
        kinds.add(frame.kind());
        bytes += frame.body().readableBytes();
        long span = frame.timestampMillis() - frames.peekFirst().timestampMillis();
        complete = kinds.size() > 1 || span >= MAX_MILLIS || frames.size() >= MAX_FRAMES || bytes >= MAX_BYTES;
        return true;
    }

    void forEach(Consumer<Frame> action) {
        frames.forEach(action);
    }

    /** Lets go of the frames. */
    void end() {
        complete = true;
        frames.forEach(Frame::release);
        frames.clear();
    }
}
