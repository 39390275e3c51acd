package io.millrace.origin.relay;

import io.millrace.delivery.Delivery;
import io.millrace.delivery.SliceFraming;
import io.millrace.delivery.Viewer;
import io.millrace.delivery.ViewerListener;
import io.millrace.origin.feed.Feed;
import io.millrace.origin.feed.FeedFactory;
import io.millrace.rtmp.connection.PlayReceiver;
import io.millrace.rtmp.connection.PlayedStream;
import io.millrace.rtmp.connection.StreamStatus;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;

/** One edge that pulls a feed; all on its connection's event loop. */
final class RelayViewer implements PlayReceiver, ViewerListener {
    private final Feed feed;
    private final Delivery delivery;
    private PlayedStream stream;
    private Viewer viewer;

    RelayViewer(Feed feed, Delivery delivery) {
        this.feed = feed;
        this.delivery = delivery;
    }

    @Override
    public void onStarted(PlayedStream started) {
        stream = started;
        if (started.messageStreamId() != FeedFactory.RELAY_MESSAGE_STREAM) {
            started.close(new StreamStatus(
                    "NetStream.Play.Failed", "A relay connection plays on the first stream that it creates."));
            return;
        }
        viewer = delivery.start(started.channel(), feed.relayLog().atNewestRandomAccessPoint(), SliceFraming.RAW, this);
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

    @Override
    public void onClosed() {
        if (viewer != null) {
            viewer.stop();
        }
    }

    /** The delivery has said so already, and closes the connection. */
    @Override
    public void onStuck(Viewer stuck) {}

    /** The session is over, and the edge has got all of it. */
    @Override
    public void onEnd(Viewer ended) {
        Channel channel = stream.channel();
        stream.publisherGone();
        // That is written by a task of its own, behind which this one comes.
        channel.eventLoop()
                .execute(() -> channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE));
    }
}
