package io.millrace.relay;

import io.millrace.delivery.Delivery;
import io.millrace.delivery.SliceFraming;
import io.millrace.delivery.Viewer;
import io.millrace.delivery.ViewerListener;
import io.millrace.rtmp.connection.PlayReceiver;
import io.millrace.rtmp.connection.PlayedStream;
import io.millrace.rtmp.connection.StreamStatus;
import io.millrace.stream.Cursor;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;

/** One edge that pulls a feed; all on its connection's event loop. */
final class RelayViewer implements PlayReceiver, ViewerListener {
    private final Cursor cursor;
    private final Delivery delivery;
    private final Runnable onClosed;
    private PlayedStream stream;
    private Viewer viewer;
    private boolean over;

    /** @param cursor taken over */
    RelayViewer(Cursor cursor, Delivery delivery, Runnable onClosed) {
        this.cursor = cursor;
        this.delivery = delivery;
        this.onClosed = onClosed;
    }

    @Override
    public void onStarted(PlayedStream started) {
        stream = started;
        if (started.messageStreamId() != RelayPlay.MESSAGE_STREAM) {
            started.close(new StreamStatus(
                    "NetStream.Play.Failed", "A relay connection plays on the first stream that it creates."));
            return;
        }
        viewer = delivery.start(started.channel(), cursor, SliceFraming.RAW, this);
    }

    @Override
    public void onPause(boolean paused) {
        if (viewer != null && paused) {
            viewer.pause();
        } else if (viewer != null) {
            viewer.resume();
        }
    }

    /** A relay always carries the whole feed. */
    @Override
    public void onSelect(boolean audio, boolean video) {}

    /** Comes without a start if the connection has gone before. */
    @Override
    public void onClosed() {
        if (viewer != null) {
            viewer.stop();
        } else {
            cursor.close();
        }
        leave();
    }

    /** The delivery has said so already, and closes the connection. */
    @Override
    public void onStuck(Viewer stuck) {
        leave();
    }

    /** The session is over, and the edge has got all of it. */
    @Override
    public void onEnd(Viewer ended) {
        Channel channel = stream.channel();
        stream.publisherGone();
        // That is written by a task of its own, behind which this one comes.
        channel.eventLoop()
                .execute(() -> channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE));
    }

    private void leave() {
        if (!over) {
            over = true;
            onClosed.run();
        }
    }
}
