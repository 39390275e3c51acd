package io.millrace.audio;

import io.millrace.media.AacConfiguration;
import io.millrace.media.Codec;
import io.millrace.media.Frame;
import io.millrace.media.MalformedMediaException;
import io.millrace.stream.Muxer;
import io.millrace.stream.StreamLog;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.function.Consumer;

/**
 * Muxes the sound of a feed, if it is of one coding, into a stream of nothing but its frames: AAC behind ADTS headers, MP3
 * as it is. Every frame says what a decoder needs, so a newcomer may begin at any; there is a random access point each
 * second. Its preamble is the recent sound before it, which only those who start get.
 */
public final class AudioMuxer implements Muxer {
    private static final long POINT_INTERVAL_MILLIS = 1000;
    private static final long NEVER = Long.MIN_VALUE / 2;

    private final Codec codec;
    private final RecentAudio recent;
    private final Consumer<Codec> leftOut;
    private AacConfiguration configuration;
    private long lastPoint = NEVER;

    private AudioMuxer(Codec codec, RecentAudio recent, Consumer<Codec> leftOut) {
        this.codec = codec;
        this.recent = recent;
        this.leftOut = leftOut;
    }

    /**
     * @param recent the feed's, to which its owner adds each frame after this muxer has got it
     * @param leftOut is told of AAC that ADTS cannot name, as often as it comes
     */
    public static AudioMuxer aac(RecentAudio recent, Consumer<Codec> leftOut) {
        return new AudioMuxer(Codec.AAC, recent, leftOut);
    }

    /** @param recent as for {@link #aac} */
    public static AudioMuxer mp3(RecentAudio recent) {
        return new AudioMuxer(Codec.MP3, recent, other -> {});
    }

    @Override
    public void beginSession() {
        configuration = null;
    }

    @Override
    public void write(Frame frame, StreamLog log) {
        if (frame.codec() != codec) {
            return;
        }
        if (frame.type() == Frame.Type.CONFIG) {
            configure(frame);
        } else if (frame.type() == Frame.Type.CODED && (codec == Codec.MP3 || configuration != null)) {
            writeCoded(frame, log);
        }
    }

    private void configure(Frame frame) {
        configuration = null;
        try {
            AacConfiguration announced = AacConfiguration.read(frame);
            if (Adts.carries(announced)) {
                configuration = announced;
            } else {
                leftOut.accept(codec);
            }
        } catch (MalformedMediaException e) {
            leftOut.accept(codec);
        }
    }

    private void writeCoded(Frame frame, StreamLog log) {
        ByteBuf payload = frame.payload();
        if (!payload.isReadable()) {
            return;
        }
        if (frame.timestampMillis() - lastPoint >= POINT_INTERVAL_MILLIS) {
            ByteBuf preamble = preamble(frame.timestampMillis());
            log.randomAccessPoint(preamble, preamble.readableBytes());
            lastPoint = frame.timestampMillis();
        }
        writeFrame(payload, log.begin(Adts.HEADER_BYTES + payload.readableBytes()));
        log.commit(frame.timestampMillis());
    }

    private ByteBuf preamble(long timestampMillis) {
        int size = recent.bytes() + recent.frames() * Adts.HEADER_BYTES;
        if (size == 0) {
            return Unpooled.EMPTY_BUFFER;
        }
        ByteBuf out = Unpooled.buffer(size, size);
        recent.forEachBefore(timestampMillis, payload -> writeFrame(payload, out));
        return out;
    }

    /** A frame that is too long for ADTS, longer than AAC's can be, is left out. */
    private void writeFrame(ByteBuf payload, ByteBuf out) {
        if (codec == Codec.AAC) {
            Adts.write(configuration, payload, out);
        } else {
            out.writeBytes(payload);
        }
    }
}
