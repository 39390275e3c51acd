package io.millrace.controlplane.oss;

import java.util.concurrent.CompletionStage;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/** Lets so many objects be taken at a time, as each is held in memory. */
final class Uploads {
    private final Semaphore free;

    Uploads(int max) {
        this.free = new Semaphore(max);
    }

    /**
     * @throws OssException ServiceUnavailable
     */
    <T> CompletionStage<T> run(Supplier<CompletionStage<T>> upload) {
        if (!free.tryAcquire()) {
            throw OssErrors.unavailable();
        }
        CompletionStage<T> running;
        try {
            running = upload.get();
        } catch (RuntimeException e) {
            free.release();
            throw e;
        }
        return running.whenComplete((done, failure) -> free.release());
    }
}
