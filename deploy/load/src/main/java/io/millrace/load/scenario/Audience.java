package io.millrace.load.scenario;

import io.millrace.load.report.Metric;
import io.millrace.load.report.Run;
import io.millrace.load.report.Subject;
import io.millrace.load.server.Server;
import io.millrace.load.view.ViewerFigures;
import io.millrace.load.view.ViewerPlan;
import io.millrace.load.view.Viewers;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.HdrHistogram.Histogram;

/** Viewers of one server while its streams go on, and the windows that are measured of them. */
final class Audience implements AutoCloseable {
    private static final Duration PLAY_LIMIT = Duration.ofSeconds(30);
    private static final double GIGABYTE = 1e9;

    private final Server server;
    private final Subject subject;
    private final Viewers viewers;
    private final int reading;

    /** Connects them all, and waits until each one plays, or fails. */
    Audience(Bench bench, Target target, int count) {
        this(bench, target, count, 0);
    }

    /** @param stalled how many of them never read, in percent; they are not waited for */
    Audience(Bench bench, Target target, int count, int stalled) {
        server = target.server();
        subject = target.subject(count);
        int perSecond = bench.scale().perSecond();
        ViewerPlan plan = new ViewerPlan(target.protocol(), target.urls(), count, perSecond, stalled);
        reading = plan.reading();
        viewers = Viewers.open(plan, bench.viewerLoops());
        viewers.awaitPlaying(PLAY_LIMIT.plusSeconds(count / perSecond));
    }

    /** Lets them watch for a while. */
    void warmUp(Duration time) {
        Bench.pass(time);
    }

    /** Measures one window. */
    Run measure(Duration window) {
        Map<Metric, Double> figures = new EnumMap<>(Metric.class);
        AllocationMeter allocated = new AllocationMeter(server);
        viewers.beginWindow();
        CpuMeter cpu = new CpuMeter(server);
        Bench.pass(window);
        Optional<Double> cpuSeconds = cpu.end(figures);
        ViewerFigures seen = viewers.endWindow();
        allocated.end(seen, reading, figures);
        cpuSeconds
                .filter(used -> seen.bytes() > 0)
                .ifPresent(used -> figures.put(Metric.CPU_SECONDS_PER_GB, used / (seen.bytes() / GIGABYTE)));
        note(seen, figures);
        return new Run(subject, figures);
    }

    private void note(ViewerFigures seen, Map<Metric, Double> figures) {
        double bits = seen.bytes() * 8 / seen.seconds();
        figures.put(Metric.KBITS_PER_VIEWER, bits / 1000 / reading);
        figures.put(Metric.STALLS, (double) seen.stalls());
        figures.put(Metric.LOST, (double) seen.lost());
        figures.put(Metric.CLOSED, (double) seen.closed() + viewers.waiting());
        figures.put(Metric.BROKEN, (double) seen.broken());
        percentiles(seen.firstKeyFrameMicros(), Metric.FIRST_KEY_P50_MILLIS, Metric.FIRST_KEY_P99_MILLIS, figures);
        percentiles(seen.latencyMicros(), Metric.LATENCY_P50_MILLIS, Metric.LATENCY_P99_MILLIS, figures);
    }

    private static void percentiles(Histogram micros, Metric p50, Metric p99, Map<Metric, Double> figures) {
        if (micros.getTotalCount() > 0) {
            figures.put(p50, micros.getValueAtPercentile(50) / 1000.0);
            figures.put(p99, micros.getValueAtPercentile(99) / 1000.0);
        }
    }

    /**
     * The same run with the memory that each viewer takes; to be asked for when no window is measured.
     *
     * @param bytesBefore what the server had settled at without viewers
     */
    Run withMemory(Run run, Optional<Long> bytesBefore) {
        Map<Metric, Double> figures = new EnumMap<>(run.figures());
        bytesBefore.ifPresent(before -> {
            long after = server.process().orElseThrow().settledBytes();
            figures.put(Metric.KIB_PER_VIEWER, (after - before) / 1024.0 / subject.viewers());
        });
        return new Run(subject, figures);
    }

    @Override
    public void close() {
        viewers.close();
    }
}
