package io.millrace.rtmp.connection;

import io.millrace.media.MediaKind;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** Notes what a publish brings, as one text a call: {@code started}, {@code VIDEO@40:0117}, {@code closed}. */
final class TestingPublishReceiver implements PublishReceiver {
    final BlockingQueue<String> events = new LinkedBlockingQueue<>();
    volatile PublishedStream stream;

    @Override
    public void onStarted(PublishedStream started) {
        stream = started;
        events.add("started");
    }

    @Override
    public void onMedia(MediaKind kind, int timestamp, ByteBuf payload) {
        events.add(kind + "@" + Integer.toUnsignedLong(timestamp) + ":" + ByteBufUtil.hexDump(payload));
    }

    @Override
    public void onConnectionLost() {
        events.add("lost");
    }

    @Override
    public void onClosed() {
        events.add("closed");
    }
}
