package io.millrace.edge;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.millrace.delivery.Delivery;
import io.millrace.delivery.DeliverySettings;
import io.millrace.delivery.SliceFraming;
import io.millrace.delivery.Viewer;
import io.millrace.delivery.ViewerListener;
import io.millrace.media.Frame;
import io.millrace.rtmp.connection.PlayReceiver;
import io.millrace.rtmp.connection.PlayRequest;
import io.millrace.rtmp.connection.PlayedStream;
import io.millrace.rtmp.connection.RtmpConnectionSettings;
import io.millrace.rtmp.connection.RtmpHandlers;
import io.millrace.rtmp.connection.RtmpListener;
import io.millrace.rtmp.connection.StreamStatus;
import io.millrace.rtmp.mux.RtmpMuxer;
import io.millrace.rtmp.mux.Tracks;
import io.millrace.stream.StreamLog;
import io.millrace.stream.StreamLogSettings;
import io.netty.channel.EventLoopGroup;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** An origin's relay side with one session, whose frames the test writes. */
final class TestingOrigin implements AutoCloseable {
    private static final int MESSAGE_STREAM = 1;

    private final RtmpListener listener;
    private final int port;
    private final Delivery delivery;
    private final StreamLog log;
    private final RtmpMuxer muxer;
    private final AtomicInteger opened = new AtomicInteger();
    private final AtomicInteger open = new AtomicInteger();
    private volatile PlayRequest last;
    private volatile Relay lastRelay;

    TestingOrigin(
            EventLoopGroup loops,
            RtmpConnectionSettings rtmp,
            DeliverySettings deliverySettings,
            StreamLogSettings logSettings) {
        delivery = new Delivery(deliverySettings, new SimpleMeterRegistry());
        log = new StreamLog(logSettings);
        muxer = new RtmpMuxer(MESSAGE_STREAM, rtmp.outgoingChunkSize(), Tracks.ALL);
        listener = new RtmpListener(
                "relay",
                loops,
                loops,
                rtmp,
                RtmpHandlers.playOnly(request -> request.accept(new Relay(request))),
                Optional.empty(),
                new SimpleMeterRegistry());
        port = listener.bind("127.0.0.1", 0).toCompletableFuture().join().getPort();
    }

    int port() {
        return port;
    }

    /** How many relay connections have ever played: what is written after that finds them where they are. */
    int opened() {
        return opened.get();
    }

    /** How many relay connections play now. */
    int open() {
        return open.get();
    }

    /** The last play that a relay asked for. */
    PlayRequest lastRequest() {
        return last;
    }

    /** Writes frames as if published now; releases none of them. */
    synchronized void write(List<Frame> frames) {
        frames.forEach(frame -> muxer.write(frame, log));
    }

    /** The publisher leaves: the relays read what is left and are closed. */
    synchronized void end() {
        log.close();
    }

    /** The relays' connections break; the session goes on. */
    void breakRelays() {
        last.eventLoop().submit(() -> lastRelay.stream.channel().close()).syncUninterruptibly();
    }

    /** The machine dies: connections break without a word. */
    @Override
    public void close() {
        listener.close().toCompletableFuture().join();
        end();
    }

    private final class Relay implements PlayReceiver, ViewerListener {
        private PlayedStream stream;
        private Viewer viewer;
        private boolean counted;

        Relay(PlayRequest request) {
            last = request;
            lastRelay = this;
        }

        @Override
        public void onStarted(PlayedStream started) {
            stream = started;
            viewer = delivery.start(started.channel(), log.atNewestRandomAccessPoint(), SliceFraming.RAW, this);
        }

        /** The first time the cursor has taken its place: at what is there by then, or at what comes first if nothing is. */
        @Override
        public void onWritten(long bytes) {
            if (!counted) {
                counted = true;
                open.incrementAndGet();
                opened.incrementAndGet();
            }
        }

        @Override
        public void onPause(boolean paused) {}

        @Override
        public void onSelect(boolean audio, boolean video) {}

        @Override
        public void onClosed() {
            if (viewer != null) {
                viewer.stop();
            }
            if (counted) {
                counted = false;
                open.decrementAndGet();
            }
        }

        @Override
        public void onEnd(Viewer ended) {
            stream.close(new StreamStatus("NetStream.Play.UnpublishNotify", "The publisher has gone."));
        }

        @Override
        public void onStuck(Viewer stuck) {
            throw new AssertionError("the edge does not read");
        }
    }
}
