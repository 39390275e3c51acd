package io.millrace.audio;

import io.millrace.media.Codec;
import io.millrace.media.Frame;
import io.millrace.media.MediaKind;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;

/**
 * The sound of a feed's last seconds, which newcomers to a format of sound alone are sent at once. Copies on the heap, as
 * a slice would hold on to the pictures that were read with it. Bounded in time and in bytes. Not thread-safe.
 */
public final class RecentAudio {
    static final int MAX_BYTES = 4 << 20;

    private final long millis;
    private final Deque<Kept> frames = new ArrayDeque<>();
    private Codec codec;
    private ByteBuf configuration;
    private int bytes;

    /** @param payload not pooled, so that it needs no release */
    private record Kept(long timestampMillis, ByteBuf payload) {}

    /** @param length how much of it is kept; zero for nothing */
    public RecentAudio(Duration length) {
        millis = length.toMillis();
    }

    /** Keeps a coded frame of AAC or MP3; what came before another coding or configuration is forgotten. */
    public void add(Frame frame) {
        if (millis == 0 || frame.kind() != MediaKind.AUDIO) {
            return;
        }
        if (frame.type() == Frame.Type.CONFIG) {
            configure(frame);
        } else if (frame.type() == Frame.Type.CODED) {
            keep(frame);
        }
    }

    private void configure(Frame frame) {
        if (configuration == null || !ByteBufUtil.equals(configuration, frame.body())) {
            clear();
            configuration = Unpooled.copiedBuffer(frame.body());
        }
    }

    private void keep(Frame frame) {
        if (frame.codec() != codec) {
            drop();
            codec = frame.codec();
        }
        if (codec != Codec.AAC && codec != Codec.MP3) {
            return;
        }
        ByteBuf payload = Unpooled.copiedBuffer(frame.payload());
        frames.addLast(new Kept(frame.timestampMillis(), payload));
        bytes += payload.readableBytes();
        while (bytes > MAX_BYTES || frames.getFirst().timestampMillis() < frame.timestampMillis() - millis) {
            bytes -= frames.removeFirst().payload().readableBytes();
        }
    }

    /** Hands out the frames that are kept of before a time, each to be read to its end. */
    void forEachBefore(long timestampMillis, Consumer<ByteBuf> receiver) {
        for (Kept kept : frames) {
            if (kept.timestampMillis() < timestampMillis) {
                receiver.accept(kept.payload().slice());
            }
        }
    }

    /** How many bytes are kept. */
    int bytes() {
        return bytes;
    }

    /** How many frames are kept. */
    int frames() {
        return frames.size();
    }

    /** Forgets all: what comes next is another publisher's. */
    public void clear() {
        drop();
        codec = null;
        configuration = null;
    }

    private void drop() {
        frames.clear();
        bytes = 0;
    }
}
