package io.millrace.node;

import io.millrace.config.ConfigurationException;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Waits for what happens on other threads; for the threads that start and stop the node only, which may block. */
final class Waiting {
    private static final Duration LIMIT = Duration.ofMinutes(1);

    private Waiting() {}

    /**
     * Waits for a stage.
     *
     * @param what is being done, as the beginning of a sentence
     * @throws StartException if it fails or takes too long
     */
    static <T> T await(String what, CompletionStage<T> stage) {
        return await(what, LIMIT, stage);
    }

    /** As {@link #await(String, CompletionStage)}, with a limit of its own. */
    static <T> T await(String what, Duration limit, CompletionStage<T> stage) {
        try {
            return stage.toCompletableFuture().get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            Throwable cause = rootCause(e);
            if (cause instanceof ConfigurationException wrong) {
                throw wrong;
            }
            throw new StartException(what + " failed: " + cause.getMessage(), e);
        } catch (TimeoutException e) {
            throw new StartException(what + " took longer than " + limit.toSeconds() + " s", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StartException(what + " was interrupted", e);
        }
    }

    private static Throwable rootCause(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }
}
