package io.millrace.load.scenario;

import io.millrace.load.media.FlvFile;
import io.millrace.load.media.TestPicture;
import java.nio.file.Path;

/** The files to publish. */
public record Pictures(TestPicture maker) {
    private static final int VIEWED_KBITS = 2000;
    private static final int INGESTED_KBITS = 1000;

    /** Of 2 Mbit/s. */
    Path viewed() {
        return maker.file(VIEWED_KBITS);
    }

    /** Of 1 Mbit/s. */
    FlvFile ingested() {
        return FlvFile.read(maker.file(INGESTED_KBITS));
    }
}
