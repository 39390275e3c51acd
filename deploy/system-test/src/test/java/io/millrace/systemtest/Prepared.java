package io.millrace.systemtest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** What tests need in {@code target}: made by one of the processes that run them, while the others wait for it. */
final class Prepared {
    private static final Path LOCK = Path.of("target", "prepared.lock");

    /** How it is made, and found when it is there already. */
    @FunctionalInterface
    interface Work<T> {
        T run() throws IOException;
    }

    private Prepared() {}

    /** One after the other, of all threads and processes; no work may contain another. */
    static synchronized <T> T by(Work<T> work) {
        try {
            Files.createDirectories(LOCK.getParent());
            try (FileChannel channel = FileChannel.open(LOCK, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    FileLock lock = channel.lock()) {
                assert lock.isValid();
                return work.run();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
