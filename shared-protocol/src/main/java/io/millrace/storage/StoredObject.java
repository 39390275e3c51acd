package io.millrace.storage;

import io.netty.buffer.ByteBuf;
import java.nio.channels.FileChannel;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * An object opened for reading. What was opened stays readable and unchanged until it is closed, even if the object is
 * overwritten or deleted meanwhile.
 */
public interface StoredObject extends AutoCloseable {
    ObjectInfo info();

    /**
     * The open file whose first {@link ObjectInfo#size} bytes are the content, for transfer by the kernel, if the store
     * has one on this machine. Closing it ends this object's use, too.
     */
    Optional<FileChannel> file();

    /**
     * Reads up to {@code length} bytes from {@code position}; fewer only at the end of the content. The caller owns the
     * buffer. Completes on a thread of the store.
     */
    CompletionStage<ByteBuf> read(long position, int length);

    @Override
    void close();
}
