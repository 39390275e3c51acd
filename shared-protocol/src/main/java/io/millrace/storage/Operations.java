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
    private static final String CLOSED = "the store is closed";

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
        Task<T> task = new Task<>(what, operation);
        try {
            threads.execute(task);
        } catch (RejectedExecutionException e) {
            task.fail(
                    threads.isShutdown() ? CLOSED : threads.getQueue().size() + " operations are waiting already",
                    null);
        }
        return task.result;
    }

    /** Lets what was begun end, for a while; the rest fails. */
    void close() {
        threads.shutdown();
        try {
            if (!threads.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS)) {
                stopNow();
            }
        } catch (InterruptedException e) {
            stopNow();
            Thread.currentThread().interrupt();
        }
    }

    private void stopNow() {
        for (Runnable waiting : threads.shutdownNow()) {
            ((Task<?>) waiting).fail(CLOSED, null);
        }
    }

    private static final class Task<T> implements Runnable {
        private final String what;
        private final Operation<T> operation;
        private final CompletableFuture<T> result = new CompletableFuture<>();

        Task(String what, Operation<T> operation) {
            this.what = what;
            this.operation = operation;
        }

        @Override
        public void run() {
            try {
                result.complete(operation.run());
            } catch (ObjectStoreException e) {
                result.completeExceptionally(e);
            } catch (Throwable e) {
                // Errors, too (memory is short, for instance): somebody waits for the result.
                fail(e.toString(), e);
            }
        }

        void fail(String reason, Throwable cause) {
            result.completeExceptionally(new ObjectStoreException("cannot " + what + ": " + reason, cause));
        }
    }
}
