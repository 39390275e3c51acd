package io.millrace.load.jmh;

import io.millrace.flv.FlvTag;
import io.millrace.load.media.FlvFile;
import io.millrace.load.media.StoredTag;
import io.millrace.load.media.TestPicture;
import io.millrace.media.Frame;
import io.millrace.media.MediaKind;
import io.millrace.stream.StreamLogSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The frames of one group of pictures of the 2 Mbit/s stream: two seconds, 60 pictures and the sound to them. */
final class Show {
    /** In stream time. */
    static final int MILLIS = 2000;

    static final StreamLogSettings LOG_SETTINGS = new StreamLogSettings(64 * 1024, 32 << 20, Duration.ofSeconds(5));

    private static final int KBITS = 2000;

    private final List<Frame> setup;
    private final List<Frame> group;

    private Show(List<Frame> setup, List<Frame> group) {
        this.setup = List.copyOf(setup);
        this.group = List.copyOf(group);
    }

    static Show load() {
        Path programs = Path.of(System.getProperty("millrace.load.ffmpeg"));
        Path work = Path.of(System.getProperty("millrace.load.work"));
        FlvFile file = FlvFile.read(new TestPicture(programs, work).file(KBITS));
        List<Frame> group = new ArrayList<>();
        for (StoredTag tag : file.media()) {
            if (tag.timestampMillis() < MILLIS) {
                group.add(frame(tag));
            }
        }
        return new Show(file.setup().stream().map(Show::frame).toList(), group);
    }

    private static Frame frame(StoredTag tag) {
        MediaKind kind =
                switch (tag.type()) {
                    case StoredTag.AUDIO -> MediaKind.AUDIO;
                    case StoredTag.VIDEO -> MediaKind.VIDEO;
                    default -> MediaKind.SCRIPT;
                };
        return FlvTag.read(kind, tag.timestampMillis(), tag.body());
    }

    /** Metadata and decoder configurations. */
    List<Frame> setup() {
        return setup;
    }

    /** Begins with a key frame. */
    List<Frame> group() {
        return group;
    }
}
