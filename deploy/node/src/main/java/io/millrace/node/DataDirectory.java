package io.millrace.node;

import io.millrace.config.ConfigurationException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * The directory that holds everything a node keeps. It is locked while a node uses it: two nodes on one database would
 * each undo the other's writes.
 */
final class DataDirectory implements AutoCloseable {
    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rw-------");

    private final Path path;
    private final FileChannel lockFile;

    private DataDirectory(Path path, FileChannel lockFile) {
        this.path = path;
        this.lockFile = lockFile;
    }

    /**
     * Creates the directory if there is none, and locks it.
     *
     * @throws ConfigurationException if it cannot be used, or another node uses it
     */
    static DataDirectory open(Path path) {
        try {
            Files.createDirectories(path);
            FileChannel file = FileChannel.open(
                    path.resolve("node.lock"),
                    StandardOpenOption.CREATE,
                    StandardOpenOption.READ,
                    StandardOpenOption.WRITE);
            if (!tryLock(file)) {
                String owner = Files.readString(path.resolve("node.lock")).strip();
                file.close();
                throw new ConfigurationException("millrace.data: " + path + " is in use by another node, process "
                        + owner + " (expected: a directory of this node's own)");
            }
            file.truncate(0);
            file.write(ByteBuffer.wrap((ProcessHandle.current().pid() + "\n").getBytes(StandardCharsets.US_ASCII)));
            return new DataDirectory(path, file);
        } catch (IOException e) {
            throw new ConfigurationException("millrace.data: " + path + " cannot be used: " + e);
        }
    }

    private static boolean tryLock(FileChannel file) throws IOException {
        try {
            FileLock lock = file.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    Path path() {
        return path;
    }

    /** A file that only its owner may read, replaced as a whole: a reader sees the old content or the new. */
    void writePrivate(String name, String content) throws IOException {
        Path target = path.resolve(name);
        Path written = Files.createTempFile(path, name, ".new", ownerOnly());
        try {
            try (FileChannel file = FileChannel.open(written, StandardOpenOption.WRITE)) {
                file.write(ByteBuffer.wrap(content.getBytes(StandardCharsets.UTF_8)));
                file.force(true);
            }
            Files.move(written, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(written, target, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(written);
        }
    }

    private FileAttribute<?>[] ownerOnly() {
        boolean posix = path.getFileSystem().supportedFileAttributeViews().contains("posix");
        return posix
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(OWNER_ONLY)}
                : new FileAttribute<?>[0];
    }

    void deleteFile(String name) throws IOException {
        Files.deleteIfExists(path.resolve(name));
    }

    @Override
    public void close() throws IOException {
        lockFile.close();
    }
}
