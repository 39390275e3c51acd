package io.millrace.load.scenario;

import io.millrace.load.media.FlvFile;
import io.millrace.load.publish.Publishers;
import io.millrace.load.report.Report;
import io.millrace.load.server.Server;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/** What all scenarios have in common: servers to load, threads to do it with, files to publish, a report. */
public final class Bench implements AutoCloseable {
    private static final Duration PUBLISH_LIMIT = Duration.ofSeconds(60);

    /** Each makes a channel, and their pictures are to come at different moments. */
    private static final int PUBLISHERS_PER_SECOND = 50;

    private final Servers servers;
    private final Pictures pictures;
    private final Scale scale;
    private final Report report;
    private final EventLoopGroup publisherLoops = loops("publish", 1);
    private final EventLoopGroup viewerLoops;
    private final AtomicInteger names = new AtomicInteger();
    private final long begun = System.currentTimeMillis() / 1000;

    /** @param threads of the viewers */
    public Bench(Servers servers, Pictures pictures, Scale scale, Report report, int threads) {
        this.servers = servers;
        this.pictures = pictures;
        this.scale = scale;
        this.report = report;
        this.viewerLoops = loops("view", threads);
    }

    private static EventLoopGroup loops(String name, int threads) {
        return new MultiThreadIoEventLoopGroup(
                threads, new DefaultThreadFactory(name, true), EpollIoHandler.newFactory());
    }

    Servers servers() {
        return servers;
    }

    Pictures pictures() {
        return pictures;
    }

    Scale scale() {
        return scale;
    }

    Report report() {
        return report;
    }

    QuietRuns quietRuns() {
        return new QuietRuns(report, scale.maxOthersPercent());
    }

    EventLoopGroup viewerLoops() {
        return viewerLoops;
    }

    /** Names of streams that nobody has used. */
    List<String> names(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> "bench-" + begun + "-" + names.incrementAndGet())
                .toList();
    }

    /** The address of a stream. */
    static URI stream(Server server, String scheme, String name, String suffix) {
        return URI.create(server.listener(scheme) + "/live/" + name + suffix);
    }

    /** Publishes to all these names, and returns when that goes on. */
    Publishers publish(Server server, FlvFile file, List<String> names) {
        List<URI> urls =
                names.stream().map(name -> stream(server, "rtmp", name, "")).toList();
        Publishers publishers = Publishers.start(publisherLoops, file, urls, PUBLISHERS_PER_SECOND);
        try {
            publishers.awaitPublishing(PUBLISH_LIMIT);
            return publishers;
        } catch (RuntimeException e) {
            publishers.close();
            throw e;
        }
    }

    /** Lets time go by under load. */
    static void pass(Duration time) {
        try {
            TimeUnit.NANOSECONDS.sleep(time.toNanos());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    @Override
    public void close() {
        viewerLoops.shutdownGracefully(0, 5, TimeUnit.SECONDS).awaitUninterruptibly();
        publisherLoops.shutdownGracefully(0, 5, TimeUnit.SECONDS).awaitUninterruptibly();
    }
}
