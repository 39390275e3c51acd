package io.millrace.origin;

import io.millrace.channel.ChannelId;
import io.millrace.media.MediaKind;
import io.millrace.rtmp.address.Parameter;
import io.millrace.rtmp.address.StreamAddress;
import io.millrace.rtmp.connection.PublishReceiver;
import io.millrace.rtmp.connection.PublishRequest;
import io.millrace.rtmp.connection.PublishedStream;
import io.millrace.rtmp.connection.StreamStatus;
import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** A publish command without a connection: records its answer, and can send media and leave once accepted. */
public final class TestingPublishRequest implements PublishRequest, PublishedStream {
    private final ChannelId channel;
    private final EventLoop eventLoop;
    private final List<Parameter> parameters;
    private final CompletableFuture<StreamStatus> refused = new CompletableFuture<>();
    private final CompletableFuture<PublishReceiver> accepted = new CompletableFuture<>();
    private final CompletableFuture<StreamStatus> closed = new CompletableFuture<>();
    private final CompletableFuture<Optional<String>> reconnectRequested = new CompletableFuture<>();
    private volatile boolean canReconnect;

    public TestingPublishRequest(ChannelId channel, EventLoop eventLoop, Parameter... parameters) {
        this.channel = channel;
        this.eventLoop = eventLoop;
        this.parameters = List.of(parameters);
    }

    /** The publisher has announced that it can reconnect. */
    public TestingPublishRequest thatCanReconnect() {
        canReconnect = true;
        return this;
    }

    /** Completes with the address to which the publisher was asked to move. */
    public CompletableFuture<Optional<String>> reconnectRequested() {
        return reconnectRequested;
    }

    /** Completes with the refusal. */
    public CompletableFuture<StreamStatus> refused() {
        return refused;
    }

    public CompletableFuture<PublishReceiver> accepted() {
        return accepted;
    }

    /** Completes with the status with which the running publish was closed. */
    public CompletableFuture<StreamStatus> closed() {
        return closed;
    }

    /** Sends a message once the publish is accepted. */
    public void send(MediaKind kind, int timestamp, ByteBuf payload) {
        PublishReceiver receiver = accepted.join();
        eventLoop.execute(() -> {
            receiver.onMedia(kind, timestamp, payload);
            payload.release();
        });
    }

    /** The publisher goes. */
    public void leave() {
        PublishReceiver receiver = accepted.join();
        eventLoop.execute(receiver::onClosed);
    }

    @Override
    public StreamAddress address() {
        return new StreamAddress(List.of(channel), Optional.empty(), parameters);
    }

    @Override
    public InetSocketAddress remoteAddress() {
        return new InetSocketAddress("192.0.2.7", 50123);
    }

    @Override
    public EventLoop eventLoop() {
        return eventLoop;
    }

    @Override
    public void accept(PublishReceiver receiver) {
        eventLoop.execute(() -> receiver.onStarted(this));
        accepted.complete(receiver);
    }

    @Override
    public void refuse(StreamStatus reason) {
        refused.complete(reason);
    }

    @Override
    public boolean canReconnect() {
        return canReconnect;
    }

    @Override
    public void requestReconnect(Optional<String> tcUrl, String description) {
        reconnectRequested.complete(tcUrl);
    }

    @Override
    public void close(StreamStatus reason) {
        if (closed.complete(reason)) {
            accepted.thenAccept(receiver -> eventLoop.execute(receiver::onClosed));
        }
    }
}
