package io.millrace.origin;

import io.millrace.rtmp.address.StreamAddress;
import io.millrace.rtmp.connection.PlayReceiver;
import io.millrace.rtmp.connection.PlayRequest;
import io.millrace.rtmp.connection.StreamStatus;
import io.netty.channel.EventLoop;
import java.net.InetSocketAddress;
import java.util.concurrent.CompletableFuture;

/** A play command without a connection: records its answer. */
public final class TestingPlayRequest implements PlayRequest {
    private final StreamAddress address;
    private final EventLoop eventLoop;
    private final CompletableFuture<StreamStatus> refused = new CompletableFuture<>();
    private final CompletableFuture<PlayReceiver> accepted = new CompletableFuture<>();

    public TestingPlayRequest(StreamAddress address, EventLoop eventLoop) {
        this.address = address;
        this.eventLoop = eventLoop;
    }

    public CompletableFuture<StreamStatus> refused() {
        return refused;
    }

    public CompletableFuture<PlayReceiver> accepted() {
        return accepted;
    }

    @Override
    public StreamAddress address() {
        return address;
    }

    @Override
    public InetSocketAddress remoteAddress() {
        return new InetSocketAddress("192.0.2.8", 40000);
    }

    @Override
    public EventLoop eventLoop() {
        return eventLoop;
    }

    @Override
    public void accept(PlayReceiver receiver) {
        accepted.complete(receiver);
    }

    @Override
    public void refuse(StreamStatus reason) {
        refused.complete(reason);
    }
}
