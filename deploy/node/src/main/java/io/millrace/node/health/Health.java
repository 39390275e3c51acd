package io.millrace.node.health;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Asks this node's dependencies again and again, on threads of its own: one for each, and one that watches the time. */
public final class Health implements AutoCloseable {
    private static final int STOP_SECONDS = 5;

    private final List<Watched> dependencies = new ArrayList<>();
    private final ScheduledExecutorService threads;

    public Health(List<Dependency> dependencies, HealthSettings settings, MeterRegistry meters, InstantSource clock) {
        this.threads = Executors.newScheduledThreadPool(dependencies.size() + 1, task -> {
            Thread thread = new Thread(task, "health");
            thread.setDaemon(true);
            return thread;
        });
        long interval = settings.interval().toNanos();
        for (Dependency dependency : dependencies) {
            Watched watched = new Watched(dependency, settings.timeout(), clock);
            this.dependencies.add(watched);
            Gauge.builder("millrace." + dependency.name() + ".up", watched, Health::upOrDown)
                    .description("Whether the " + dependency.name() + " answers: 1 or 0")
                    .register(meters);
            threads.scheduleWithFixedDelay(watched::ask, 0, interval, TimeUnit.NANOSECONDS);
        }
        long watch = Math.min(interval, settings.timeout().toNanos());
        threads.scheduleWithFixedDelay(
                () -> this.dependencies.forEach(Watched::check), watch, watch, TimeUnit.NANOSECONDS);
    }

    /** Not a number until the first answer. */
    private static double upOrDown(Watched watched) {
        return watched.state().map(state -> state.up() ? 1.0 : 0.0).orElse(Double.NaN);
    }

    /** Of each dependency, once it was asked for the first time. Asks none. */
    public List<DependencyState> dependencies() {
        return dependencies.stream()
                .map(Watched::state)
                .flatMap(Optional::stream)
                .toList();
    }

    /** No probe runs any more when this returns, unless one does not end. */
    @Override
    public void close() {
        threads.shutdownNow();
        try {
            threads.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
