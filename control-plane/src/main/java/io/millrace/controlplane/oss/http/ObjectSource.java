package io.millrace.controlplane.oss.http;

import akka.Done;
import akka.NotUsed;
import akka.stream.javadsl.Source;
import akka.util.ByteString;
import io.millrace.controlplane.oss.OssResponse;
import io.millrace.storage.StoredObject;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Reads a part of a stored object as the client takes it, and closes the object at the end, whatever the end is. */
final class ObjectSource {
    private static final int PIECE = 64 * 1024;

    private final StoredObject object;
    private long position;
    private long left;

    private ObjectSource(OssResponse.Stored part) {
        this.object = part.object();
        this.position = part.first();
        this.left = part.length();
    }

    static Source<ByteString, NotUsed> of(OssResponse.Stored part) {
        return Source.unfoldResourceAsync(
                () -> CompletableFuture.completedFuture(new ObjectSource(part)),
                ObjectSource::next,
                ObjectSource::close);
    }

    private CompletionStage<Optional<ByteString>> next() {
        if (left == 0) {
            return CompletableFuture.completedFuture(Optional.empty());
        }
        return object.read(position, (int) Math.min(PIECE, left)).thenApply(this::taken);
    }

    private Optional<ByteString> taken(ByteBuf piece) {
        try {
            position += piece.readableBytes();
            left -= piece.readableBytes();
            return piece.isReadable()
                    ? Optional.of(ByteString.fromArrayUnsafe(ByteBufUtil.getBytes(piece)))
                    : Optional.empty();
        } finally {
            piece.release();
        }
    }

    private CompletionStage<Done> close() {
        object.close();
        return CompletableFuture.completedFuture(Done.getInstance());
    }
}
