package io.millrace.controlplane.channel;

import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.TimerScheduler;
import io.millrace.channel.ChannelMessage;
import io.millrace.storage.ObjectStore;
import io.netty.buffer.ByteBuf;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Puts one object at a time into the store, and again after a growing pause until the store has taken it. The actor
 * hands back the messages that come of it. Used by the actor's thread only.
 */
final class RetriedPut {
    private final String bucket;
    private final ActorContext<ChannelMessage> context;
    private final TimerScheduler<ChannelMessage> timers;
    private final ChannelServices services;
    private Optional<Job> job = Optional.empty();
    private long jobs;

    private record Job(long number, String key, String contentType, Supplier<ByteBuf> content, Duration pause) {}

    /** The store has answered. */
    record Finished(RetriedPut put, long job, Optional<Throwable> failure) implements ChannelMessage {}

    /** The pause after a failure is over. */
    record Again(RetriedPut put, long job) implements ChannelMessage {}

    RetriedPut(
            String bucket,
            ActorContext<ChannelMessage> context,
            TimerScheduler<ChannelMessage> timers,
            ChannelServices services) {
        this.bucket = bucket;
        this.context = context;
        this.timers = timers;
        this.services = services;
    }

    boolean isBusy() {
        return job.isPresent();
    }

    /** Begins to put an object, in place of the one that was not yet taken, if any. */
    void start(String key, String contentType, Supplier<ByteBuf> content) {
        jobs++;
        run(new Job(jobs, key, contentType, content, services.settings().storeRetryMin()));
    }

    private void run(Job next) {
        job = Optional.of(next);
        ObjectStore store = services.store();
        context.pipeToSelf(
                store.put(bucket, next.key(), next.contentType(), next.content().get()),
                (info, failure) -> new Finished(this, next.number(), Optional.ofNullable(failure)));
    }

    /** Whether the object that was begun last is now in the store. */
    boolean finished(Finished message) {
        if (job.isEmpty() || job.get().number() != message.job()) {
            return false;
        }
        if (message.failure().isEmpty()) {
            job = Optional.empty();
            return true;
        }
        Job failed = job.get();
        services.metrics().countStoreFailure();
        context.getLog()
                .warn(
                        "Cannot store {}/{}: {}",
                        bucket,
                        failed.key(),
                        message.failure().get().toString());
        timers.startSingleTimer(this, new Again(this, failed.number()), failed.pause());
        return false;
    }

    void again(Again message) {
        if (job.isPresent() && job.get().number() == message.job()) {
            Job failed = job.get();
            Duration doubled = failed.pause().multipliedBy(2);
            Duration max = services.settings().storeRetryMax();
            Duration pause = doubled.compareTo(max) < 0 ? doubled : max;
            run(new Job(failed.number(), failed.key(), failed.contentType(), failed.content(), pause));
        }
    }
}
