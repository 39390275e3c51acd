package io.millrace.edge.http;

import io.millrace.storage.ByteRange;
import io.millrace.storage.StoredObject;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.DefaultFileRegion;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.LastHttpContent;
import java.nio.channels.FileChannel;
import java.util.function.LongConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends one object, or a part of it: by the kernel where it lies in a file and the connection is not encrypted, else
 * piece by piece, each read when the one before has been written. Confined to the connection's event loop.
 */
final class ObjectTransfer {
    private static final Logger LOG = LoggerFactory.getLogger(ObjectTransfer.class);

    /** A connection may have as many of these in memory as it has streams. */
    private static final int STREAM_READ_BYTES = 32 << 10;

    private final EdgeRequest request;
    private final ChannelHandlerContext context;
    private final StoredObject object;
    private final ByteRange part;
    private final int readBytes;
    private final LongConsumer sent;
    private HttpResponse head;

    /** @param sent is told of the bytes that were sent */
    ObjectTransfer(EdgeRequest request, StoredObject object, ByteRange part, int readBytes, LongConsumer sent) {
        this.request = request;
        this.context = request.context();
        this.object = object;
        this.part = part;
        this.readBytes = request.isStream() ? Math.min(readBytes, STREAM_READ_BYTES) : readBytes;
        this.sent = sent;
    }

    /** Sends the head and the body, and closes the object. */
    void start(HttpResponse responseHead) {
        head = responseHead;
        context.write(head);
        if (request.isHead() || part.length() == 0) {
            finish();
        } else if (object.file().isPresent() && !request.isEncrypted()) {
            context.write(new LentFile(object.file().get(), part))
                    .addListener(ChannelFutureListener.CLOSE_ON_FAILURE)
                    .addListener(written -> sent.accept(written.isSuccess() ? part.length() : 0));
            finish();
        } else {
            context.flush();
            sendFrom(0);
        }
    }

    private void sendFrom(long from) {
        int length = (int) Math.min(readBytes, part.length() - from);
        object.read(part.first() + from, length)
                .whenComplete((bytes, failure) -> context.executor().execute(() -> onRead(from, bytes, failure)));
    }

    private void onRead(long from, ByteBuf bytes, Throwable failure) {
        if (failure != null || !bytes.isReadable() || !context.channel().isActive()) {
            abort(bytes, failure);
            return;
        }
        int length = bytes.readableBytes();
        long total = from + length;
        ChannelFuture written = context.writeAndFlush(new DefaultHttpContent(bytes));
        written.addListener(done -> sent.accept(done.isSuccess() ? length : 0));
        if (total >= part.length()) {
            finish();
        } else {
            written.addListener(done -> {
                if (done.isSuccess()) {
                    sendFrom(total);
                } else {
                    abort(null, null);
                }
            });
        }
    }

    private void finish() {
        ChannelFuture last = context.writeAndFlush(LastHttpContent.EMPTY_LAST_CONTENT);
        last.addListener(written -> object.close());
        HttpAnswers.finish(context, request.request(), last, head);
    }

    /** The length is announced already, so the connection's end is the only way to say that something is missing. */
    private void abort(ByteBuf bytes, Throwable failure) {
        if (bytes != null) {
            bytes.release();
        }
        object.close();
        if (failure != null) {
            LOG.warn(
                    "{}/{} could not be sent whole: {}",
                    object.info().bucket(),
                    object.info().key(),
                    failure.toString());
        }
        context.close();
    }

    /** The object closes its file, which others may be sending from, too. */
    private static final class LentFile extends DefaultFileRegion {
        LentFile(FileChannel file, ByteRange part) {
            super(file, part.first(), part.length());
        }

        @Override
        protected void deallocate() {
            // The file stays open until the object is closed.
        }
    }
}
