package io.millrace.webhook;

import io.netty.util.concurrent.DefaultThreadFactory;
import java.time.Duration;
import java.util.List;
import java.util.ServiceLoader;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The listeners of this process; they can neither hold up nor break anything but each other. Safe on any thread. */
public final class Listeners implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Listeners.class);
    private static final int ASKING_THREADS = 4;
    private static final int MAX_WAITING = 10_000;

    private final List<CallbackListener> all;
    private final Duration timeout;
    private final ExecutorService asking;
    private final ExecutorService telling;

    /** @param timeout after which a listener that was asked is taken to allow */
    public Listeners(List<CallbackListener> all, Duration timeout) {
        this.all = List.copyOf(all);
        this.timeout = timeout;
        this.asking = threads("callback-ask", ASKING_THREADS);
        this.telling = threads("callback-tell", 1);
    }

    /** Those that the class path has. */
    public static Listeners find(Duration timeout) {
        return new Listeners(
                ServiceLoader.load(CallbackListener.class).stream()
                        .map(ServiceLoader.Provider::get)
                        .toList(),
                timeout);
    }

    private static ExecutorService threads(String name, int count) {
        ThreadPoolExecutor threads = new ThreadPoolExecutor(
                count,
                count,
                1,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(MAX_WAITING),
                new DefaultThreadFactory(name, true));
        threads.allowCoreThreadTimeOut(true);
        return threads;
    }

    /** Whether there is none. */
    public boolean isEmpty() {
        return all.isEmpty();
    }

    /** The stage never fails. */
    CompletionStage<Verdict> ask(Occasion occasion) {
        if (all.isEmpty()) {
            return CompletableFuture.completedFuture(Verdict.ALLOWED);
        }
        try {
            return CompletableFuture.supplyAsync(() -> allAllow(occasion), asking)
                    .completeOnTimeout(Verdict.ALLOWED, timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            LOG.warn("Listeners are too slow: one {} was not asked", occasion.moment());
            return CompletableFuture.completedFuture(Verdict.ALLOWED);
        }
    }

    private Verdict allAllow(Occasion occasion) {
        for (CallbackListener listener : all) {
            try {
                if (!listener.allows(occasion)) {
                    return Verdict.refusedBy(listener.getClass().getName());
                }
            } catch (RuntimeException | LinkageError e) {
                LOG.warn("{} failed when asked about {}", listener.getClass().getName(), occasion.moment(), e);
            }
        }
        return Verdict.ALLOWED;
    }

    /** Tells all of them, in the order of the calls. */
    public void tell(Occasion occasion) {
        if (all.isEmpty()) {
            return;
        }
        try {
            telling.execute(() -> all.forEach(listener -> tell(listener, occasion)));
        } catch (RejectedExecutionException e) {
            LOG.warn("Listeners are too slow: one {} was not told", occasion.moment());
        }
    }

    private static void tell(CallbackListener listener, Occasion occasion) {
        try {
            listener.on(occasion);
        } catch (RuntimeException | LinkageError e) {
            LOG.warn("{} failed when told of {}", listener.getClass().getName(), occasion.moment(), e);
        }
    }

    @Override
    public void close() {
        asking.shutdownNow();
        telling.shutdownNow();
    }
}
