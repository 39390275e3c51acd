package io.millrace.storage;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Runs what blocks on threads of its own, with a bounded queue: an operation too many fails at once. */
final class Operations {
    private static final int STOP_SECONDS = 10;

    /** Something that may block and fail. */
    interface Operation<T> {
        T run() throws Exception;
    }

    private final ThreadPoolExecutor threads;

    Operations(int threadCount, int maxQueued) {
        AtomicInteger number = new AtomicInteger();
        threads = new ThreadPoolExecutor(
                threadCount, threadCount, 10, TimeUnit.SECONDS, new ArrayBlockingQueue<>(maxQueued), task -> {
                    Thread thread = new Thread(task, "object-store-" + number.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                });
        threads.allowCoreThreadTimeOut(true);
    }

    /** @param what for the message if it fails: "put bucket/key" */
    <T> CompletionStage<T> run(String what, Operation<T> operation) {
        CompletableFuture<T> result = new CompletableFuture<>();
        try {
            threads.execute(() -> {
                try {
                    result.complete(operation.run());
                } catch (ObjectStoreException e) {
                    result.completeExceptionally(e);
                } catch (Exception e) {
                    result.completeExceptionally(new ObjectStoreException("cannot " + what + ": " + e, e));
                }
            });
        } catch (RejectedExecutionException e) {
            result.completeExceptionally(new ObjectStoreException(
                    "cannot " + what + ": " + threads.getQueue().size() + " operations are waiting already"));
        }
        return result;
    }

    /** Lets what was begun end. */
    void close() {
        threads.shutdown();
        try {
            if (!threads.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS)) {
                threads.shutdownNow();
            }
        } catch (InterruptedException e) {
            threads.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
