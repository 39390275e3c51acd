package io.millrace.storage;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** An object's open file: overwriting or deleting the object puts another file in its place and leaves this one. */
final class OpenFile implements StoredObject {
    private final ObjectInfo info;
    private final FileChannel file;
    private final Operations operations;

    OpenFile(ObjectInfo info, FileChannel file, Operations operations) {
        this.info = info;
        this.file = file;
        this.operations = operations;
    }

    @Override
    public ObjectInfo info() {
        return info;
    }

    @Override
    public Optional<FileChannel> file() {
        return Optional.of(file);
    }

    @Override
    public CompletionStage<ByteBuf> read(long position, int length) {
        int available = (int) Math.max(0, Math.min(length, info.size() - position));
        return operations.run("read " + info.bucket() + '/' + info.key(), () -> readNow(position, available));
    }

    private ByteBuf readNow(long position, int length) throws IOException {
        ByteBuf bytes = Unpooled.buffer(length, length);
        long at = position;
        while (bytes.isWritable()) {
            int read = bytes.writeBytes(file, at, bytes.writableBytes());
            if (read < 0) {
                throw new IOException("ends early at " + at);
            }
            at += read;
        }
        return bytes;
    }

    @Override
    public void close() {
        try {
            file.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
