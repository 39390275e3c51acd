package io.millrace.flv;

import io.millrace.media.Frame;
import io.millrace.media.MediaKind;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** Reads the captured FLV files among the test resources. */
public final class FlvSample {
    private FlvSample() {}

    /** All frames of {@code captures/<name>}, in order; the caller releases them. */
    public static List<Frame> frames(String name) {
        try (InputStream in = FlvSample.class.getResourceAsStream("/captures/" + name)) {
            return frames(Unpooled.wrappedBuffer(in.readAllBytes()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** All frames of an FLV file; {@code flv} is read to its end, not released. */
    public static List<Frame> frames(ByteBuf flv) {
        List<Frame> frames = new ArrayList<>();
        flv.skipBytes(FlvMuxer.HEADER_BYTES);
        while (flv.isReadable()) {
            int type = flv.readUnsignedByte();
            int size = flv.readUnsignedMedium();
            long time = flv.readUnsignedMedium() | (long) flv.readUnsignedByte() << 24;
            flv.skipBytes(3);
            MediaKind kind = type == 8 ? MediaKind.AUDIO : type == 9 ? MediaKind.VIDEO : MediaKind.SCRIPT;
            frames.add(FlvTag.read(kind, time, Unpooled.copiedBuffer(flv.readSlice(size))));
            if (flv.readInt() != size + 11) {
                throw new IllegalStateException("previous tag size does not match at " + flv.readerIndex());
            }
        }
        return frames;
    }
}
