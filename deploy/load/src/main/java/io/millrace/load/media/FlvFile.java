package io.millrace.load.media;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * An FLV file with H.264 pictures in memory, to be published over and over: what sets a decoder up, then the media from
 * the first key frame on, with a mark in each picture.
 *
 * @param lengthMillis of one round
 */
public record FlvFile(List<StoredTag> setup, List<StoredTag> media, int lengthMillis) {
    private static final int HEADER_BYTES = 13;
    private static final int TAG_HEADER_BYTES = 11;
    private static final int SIGNATURE = 'F' << 16 | 'L' << 8 | 'V';

    public FlvFile {
        setup = List.copyOf(setup);
        media = List.copyOf(media);
    }

    public static FlvFile read(Path file) {
        try {
            return read(Unpooled.wrappedBuffer(Files.readAllBytes(file)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static FlvFile read(ByteBuf in) {
        if (in.readableBytes() < HEADER_BYTES || in.getUnsignedMedium(0) != SIGNATURE) {
            throw new IllegalArgumentException("this is no FLV file");
        }
        in.skipBytes(HEADER_BYTES);
        List<StoredTag> setup = new ArrayList<>();
        List<StoredTag> media = new ArrayList<>();
        int begin = -1;
        while (in.readableBytes() > TAG_HEADER_BYTES) {
            int type = in.readUnsignedByte() & 0x1F;
            int size = in.readUnsignedMedium();
            int timestamp = in.readUnsignedMedium() | in.readUnsignedByte() << 24;
            ByteBuf body = in.skipBytes(3).readSlice(size);
            in.skipBytes(Integer.BYTES);
            if (begin < 0 && type == StoredTag.VIDEO && StoredTag.isKeyFrame(body)) {
                begin = timestamp;
            }
            if (StoredTag.isSetup(type, body)) {
                if (begin < 0) {
                    setup.add(new StoredTag(type, 0, body, false));
                }
            } else if (begin >= 0 && (type == StoredTag.AUDIO || StoredTag.isCodedAvc(type, body))) {
                media.add(tag(type, Math.max(0, timestamp - begin), body));
            }
        }
        if (media.isEmpty()) {
            throw new IllegalArgumentException("the FLV file has no H.264 key frame");
        }
        return new FlvFile(setup, media, lengthMillis(media));
    }

    private static StoredTag tag(int type, int timestampMillis, ByteBuf body) {
        if (type != StoredTag.VIDEO) {
            return new StoredTag(type, timestampMillis, body, false);
        }
        ByteBuf marked = Unpooled.buffer(body.readableBytes() + ClockMark.BYTES);
        marked.writeBytes(body, body.readerIndex(), ClockMark.OFFSET);
        ClockMark.write(marked);
        int rest = body.readableBytes() - ClockMark.OFFSET;
        marked.writeBytes(body, body.readerIndex() + ClockMark.OFFSET, rest);
        return new StoredTag(type, timestampMillis, marked, true);
    }

    /** To the last picture, and one more picture's time. */
    private static int lengthMillis(List<StoredTag> media) {
        int last = 0;
        int step = 1;
        for (StoredTag tag : media) {
            if (tag.type() == StoredTag.VIDEO && tag.timestampMillis() > last) {
                step = tag.timestampMillis() - last;
                last = tag.timestampMillis();
            }
        }
        return last + step;
    }

    /** What it takes on average, without the container. */
    public double bitsPerSecond() {
        long bytes = media.stream().mapToLong(tag -> tag.body().readableBytes()).sum();
        return bytes * 8000.0 / lengthMillis;
    }
}
