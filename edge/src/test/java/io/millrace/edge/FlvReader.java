package io.millrace.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.media.MediaKind;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Reads an FLV stream as a player does, and checks that it is one. */
final class FlvReader {
    private final DataInputStream in;
    private final int flags;

    record Tag(MediaKind kind, long timestamp, byte[] body) {
        boolean isKeyFrame() {
            return kind == MediaKind.VIDEO && (body[0] & 0xf0) == 0x10 && body[1] == 1;
        }

        boolean isAvcConfiguration() {
            return kind == MediaKind.VIDEO && (body[0] & 0x0f) == 7 && body[1] == 0;
        }

        boolean isAacConfiguration() {
            return kind == MediaKind.AUDIO && (body[0] & 0xf0) == 0xa0 && body[1] == 0;
        }
    }

    FlvReader(InputStream stream) {
        in = new DataInputStream(stream);
        try {
            byte[] header = in.readNBytes(13);
            assertThat(header).startsWith('F', 'L', 'V', 1).endsWith(0, 0, 0, 9, 0, 0, 0, 0);
            flags = header[4];
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    boolean announcesAudio() {
        return (flags & 4) != 0;
    }

    boolean announcesVideo() {
        return (flags & 1) != 0;
    }

    Tag next() {
        try {
            int type = in.readUnsignedByte();
            int size = medium();
            long time = medium() | (long) in.readUnsignedByte() << 24;
            assertThat(medium()).isZero();
            byte[] body = in.readNBytes(size);
            assertThat(in.readInt()).isEqualTo(size + 11);
            return new Tag(kind(type), time, body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    List<Tag> next(int count) {
        List<Tag> tags = new ArrayList<>();
        while (tags.size() < count) {
            tags.add(next());
        }
        return tags;
    }

    /** Reads on until a tag is as wanted, and gives all up to and with it. */
    List<Tag> until(Predicate<Tag> wanted) {
        List<Tag> tags = new ArrayList<>();
        do {
            tags.add(next());
        } while (!wanted.test(tags.get(tags.size() - 1)));
        return tags;
    }

    /** Reads on until the stream ends after a whole tag. */
    List<Tag> rest() {
        List<Tag> tags = new ArrayList<>();
        try {
            while (true) {
                tags.add(next());
            }
        } catch (UncheckedIOException e) {
            if (e.getCause() instanceof EOFException) {
                return tags;
            }
            throw e;
        }
    }

    private int medium() throws IOException {
        return in.readUnsignedShort() << 8 | in.readUnsignedByte();
    }

    private static MediaKind kind(int type) {
        return switch (type) {
            case 8 -> MediaKind.AUDIO;
            case 9 -> MediaKind.VIDEO;
            case 18 -> MediaKind.SCRIPT;
            default -> throw new AssertionError("tag type " + type);
        };
    }
}
