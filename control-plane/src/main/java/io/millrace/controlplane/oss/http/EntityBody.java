package io.millrace.controlplane.oss.http;

import akka.actor.typed.ActorSystem;
import akka.http.javadsl.model.RequestEntity;
import akka.http.scaladsl.model.EntityStreamException;
import akka.http.scaladsl.model.EntityStreamSizeException;
import io.millrace.controlplane.oss.RequestBody;
import io.millrace.controlplane.oss.RequestBodyException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;

/** The body of a request of the HTTP server. */
final class EntityBody implements RequestBody {
    private final RequestEntity entity;
    private final ActorSystem<?> system;
    private final Duration timeout;
    private final AtomicBoolean taken = new AtomicBoolean();

    EntityBody(RequestEntity entity, ActorSystem<?> system, Duration timeout) {
        this.entity = entity;
        this.system = system;
        this.timeout = timeout;
    }

    @Override
    public CompletionStage<byte[]> read(int maxBytes) {
        taken.set(true);
        if (entity.getContentLengthOption().orElse(0) > maxBytes) {
            entity.discardBytes(system);
            return CompletableFuture.failedFuture(new RequestBodyException(RequestBodyException.Reason.TOO_LARGE));
        }
        return entity.toStrict(timeout.toMillis(), maxBytes, system)
                .thenApply(strict -> strict.getData().toArrayUnsafe())
                .exceptionally(failure -> {
                    throw new RequestBodyException(reason(failure));
                });
    }

    private static RequestBodyException.Reason reason(Throwable failure) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        if (cause instanceof TimeoutException) {
            return RequestBodyException.Reason.TOO_SLOW;
        }
        boolean tooLarge = cause instanceof EntityStreamSizeException
                || cause instanceof EntityStreamException
                        && String.valueOf(cause.getMessage()).contains("too large");
        return tooLarge ? RequestBodyException.Reason.TOO_LARGE : RequestBodyException.Reason.BROKEN;
    }

    @Override
    public void discard() {
        discardUnlessRead();
    }

    /** So that the connection can take its next request. */
    void discardUnlessRead() {
        if (taken.compareAndSet(false, true)) {
            entity.discardBytes(system);
        }
    }
}
