package io.millrace.rtmp.connection;

import io.millrace.rtmp.address.StreamAddress;
import io.netty.channel.EventLoop;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/** A publish or play that waits for its answer, which may come on any thread but counts only once. */
abstract class Pending implements Activity {
    private final ServerStream stream;
    private final StreamAddress address;
    private final AtomicBoolean answered = new AtomicBoolean();

    Pending(ServerStream stream, StreamAddress address) {
        this.stream = stream;
        this.address = address;
    }

    public StreamAddress address() {
        return address;
    }

    public InetSocketAddress remoteAddress() {
        return stream.session().context().channel().attr(ConnectionGate.REMOTE).get();
    }

    public Optional<String> page() {
        return stream.page();
    }

    public Optional<ClientConnection> connection() {
        return stream.session().connection();
    }

    public EventLoop eventLoop() {
        return stream.session().context().channel().eventLoop();
    }

    public void refuse(StreamStatus reason) {
        answer(() -> {
            if (stream.isCurrent(this)) {
                stream.become(Activity.NONE);
                onClosed();
                stream.refuse(reason, isPublish());
            }
        });
    }

    /** Runs the answer on the event loop, unless there was one already. */
    void answer(Runnable answer) {
        if (!answered.compareAndSet(false, true)) {
            throw new IllegalStateException("this request has been answered already");
        }
        if (eventLoop().inEventLoop()) {
            answer.run();
        } else {
            eventLoop().execute(answer);
        }
    }
}
