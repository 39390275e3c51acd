package io.millrace.load.view;

import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import io.netty.util.concurrent.EventExecutor;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import javax.net.ssl.SSLException;

/** Many viewers at once. All bytes are read and all units counted; latency is measured by some hundreds of them. */
public final class Viewers implements AutoCloseable {
    private static final int SAMPLED = 250;
    private static final Duration PAUSE = Duration.ofMillis(10);

    private final ViewerPlan plan;
    private final List<ViewerLoop> loops = new ArrayList<>();
    private final AtomicInteger playing = new AtomicInteger();
    private long windowBegin;

    private Viewers(ViewerPlan plan, EventLoopGroup group) {
        this.plan = plan;
        Optional<SslContext> tls = plan.protocol() == Protocol.HTTPS ? Optional.of(trusting()) : Optional.empty();
        for (EventExecutor loop : group) {
            loops.add(new ViewerLoop((EventLoop) loop, plan.protocol(), tls));
        }
    }

    /** Begins to connect them, at the plan's rate. */
    public static Viewers open(ViewerPlan plan, EventLoopGroup group) {
        Viewers viewers = new Viewers(plan, group);
        int every = Math.max(1, plan.count() / SAMPLED);
        for (int i = 0; i < plan.count(); i++) {
            URI url = plan.urls().get(i % plan.urls().size());
            ViewerLoop loop = viewers.loops.get(i % viewers.loops.size());
            long nanos = TimeUnit.SECONDS.toNanos(i) / plan.perSecond();
            if (plan.isStalled(i)) {
                loop.stallAfter(nanos, url);
            } else {
                loop.connectAfter(nanos, url, i % every == 0, viewers.playing::incrementAndGet);
            }
        }
        return viewers;
    }

    /** The certificate is one that the bench has made. */
    private static SslContext trusting() {
        try {
            return SslContextBuilder.forClient()
                    .trustManager(InsecureTrustManagerFactory.INSTANCE)
                    .endpointIdentificationAlgorithm("")
                    .build();
        } catch (SSLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Waits until each of them that reads has its first key frame, or has failed. */
    public void awaitPlaying(Duration limit) {
        long deadline = System.nanoTime() + limit.toNanos();
        while (waiting() > 0 && System.nanoTime() < deadline) {
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }

    /** How many of them wait for their first key frame. */
    public int waiting() {
        return plan.reading() - playing.get();
    }

    public void beginWindow() {
        loops.forEach(ViewerLoop::beginWindow);
        windowBegin = System.nanoTime();
    }

    public ViewerFigures endWindow() {
        Tally sum = new Tally();
        double seconds = (System.nanoTime() - windowBegin) / 1e9;
        loops.forEach(loop -> loop.endWindow(sum));
        return ViewerFigures.of(sum, seconds);
    }

    @Override
    public void close() {
        loops.forEach(ViewerLoop::close);
    }
}
