package io.millrace.webhook;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.millrace.auth.Buckets;
import io.millrace.channel.BucketReply.Bucket;
import io.millrace.channel.Webhook;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a node tells by itself, kept in memory only: sent again until it arrives, as long as the node lives. A webhook has
 * several lanes, one client's events always in the same, one after another. Used from any thread; runs on one.
 */
final class TellingLanes {
    private static final Logger LOG = LoggerFactory.getLogger(TellingLanes.class);
    private static final int LANES = 16;

    private final WebhookSettings settings;
    private final EventPost post;
    private final Buckets buckets;
    private final ScheduledExecutorService thread;
    private final InstantSource clock;
    private final Counter delivered;
    private final Counter dropped;
    private final AtomicInteger queued = new AtomicInteger();
    private final Map<Key, Lane> lanes = new HashMap<>();
    private boolean full;

    private record Key(String bucket, String webhook, int number) {}

    private record Waiting(String event, Occasion occasion, CompletableFuture<Void> attempted) {}

    TellingLanes(
            WebhookSettings settings,
            EventPost post,
            Buckets buckets,
            ScheduledExecutorService thread,
            InstantSource clock,
            MeterRegistry meters) {
        this.settings = settings;
        this.post = post;
        this.buckets = buckets;
        this.thread = thread;
        this.clock = clock;
        this.delivered = Counter.builder("millrace.webhook.node.delivered")
                .description("events that no journal tells and that have arrived")
                .register(meters);
        this.dropped = Counter.builder("millrace.webhook.node.dropped")
                .description("events that no journal tells and that were given up")
                .register(meters);
        Gauge.builder("millrace.webhook.node.queued", queued, AtomicInteger::get)
                .description("events that no journal tells and that wait")
                .register(meters);
    }

    /** @return completes when it has been tried once, or has been given up; never fails */
    CompletionStage<Void> tell(Webhook webhook, String event, Occasion occasion) {
        Waiting waiting = new Waiting(event, occasion, new CompletableFuture<>());
        if (queued.incrementAndGet() > settings.maxQueued()) {
            drop(waiting);
            execute(this::nowFull);
            return waiting.attempted();
        }
        int number = Math.floorMod(occasion.client().id().hashCode(), LANES);
        Key key = new Key(occasion.bucket(), webhook.name(), number);
        execute(() -> lanes.computeIfAbsent(key, Lane::new).add(waiting));
        return waiting.attempted();
    }

    private void execute(Runnable task) {
        try {
            thread.execute(task);
        } catch (RejectedExecutionException e) {
            LOG.debug("The node is stopping: an event was not told");
        }
    }

    private void nowFull() {
        if (!full) {
            full = true;
            LOG.warn("{} events wait for webhooks that do not take them; more are dropped", settings.maxQueued());
        }
    }

    private void drop(Waiting waiting) {
        queued.decrementAndGet();
        dropped.increment();
        waiting.attempted().complete(null);
    }

    /** One event after another. */
    private final class Lane {
        private final Key key;
        private final Executor here = TellingLanes.this::execute;
        private final Deque<Waiting> waiting = new ArrayDeque<>();
        private int attempts;
        private boolean busy;

        Lane(Key key) {
            this.key = key;
        }

        void add(Waiting event) {
            waiting.add(event);
            next();
        }

        private void next() {
            if (busy) {
                return;
            }
            if (waiting.isEmpty()) {
                lanes.remove(key);
                return;
            }
            busy = true;
            buckets.find(key.bucket()).whenCompleteAsync(this::onBucket, here);
        }

        /** Settings may have changed since: a webhook that has gone gets nothing more. */
        private void onBucket(Optional<Bucket> bucket, Throwable failure) {
            Waiting head = waiting.peek();
            if (failure != null) {
                onResult(head, "the bucket cannot be looked up");
                return;
            }
            Optional<Webhook> webhook = bucket.stream()
                    .flatMap(found -> found.settings().webhooks().stream())
                    .filter(each -> each.name().equals(key.webhook()))
                    .findFirst();
            if (webhook.isEmpty()) {
                waiting.forEach(TellingLanes.this::drop);
                waiting.clear();
                busy = false;
                lanes.remove(key);
                return;
            }
            post.tell(webhook.get(), head.event(), head.occasion())
                    .whenCompleteAsync(
                            (error, broken) -> onResult(head, broken == null ? error : broken.toString()), here);
        }

        private void onResult(Waiting head, String error) {
            head.attempted().complete(null);
            attempts++;
            Duration age = Duration.between(head.occasion().at(), clock.instant());
            if (!error.isEmpty() && age.compareTo(settings.keep()) < 0) {
                if (attempts == 1) {
                    LOG.info("Webhook {} of bucket {} failed: {}", key.webhook(), key.bucket(), error);
                }
                thread.schedule(this::again, settings.pauseAfter(attempts).toMillis(), TimeUnit.MILLISECONDS);
                return;
            }
            waiting.poll();
            attempts = 0;
            if (error.isEmpty()) {
                queued.decrementAndGet();
                delivered.increment();
            } else {
                drop(head);
            }
            full = false;
            again();
        }

        private void again() {
            busy = false;
            next();
        }
    }
}
