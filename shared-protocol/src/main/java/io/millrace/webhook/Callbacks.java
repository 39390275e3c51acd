package io.millrace.webhook;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.millrace.auth.Buckets;
import io.millrace.channel.ChannelFact;
import io.millrace.channel.ChannelId;
import io.millrace.channel.ClientInfo;
import io.millrace.channel.Webhook;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Semaphore;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a node asks and tells itself about its clients. All webhooks that may refuse are asked at once, and all must allow.
 * Safe on any thread, never blocks.
 */
public final class Callbacks {
    private static final Logger LOG = LoggerFactory.getLogger(Callbacks.class);

    private final Buckets buckets;
    private final EventPost post;
    private final TellingLanes lanes;
    private final Listeners listeners;
    private final BiConsumer<ChannelId, ChannelFact> channels;
    private final String node;
    private final InstantSource clock;
    private final Semaphore asks;
    private final Counter refused;
    private final Counter unanswered;
    private final Answers answers = new Answers();

    /**
     * @param channels takes what is to come behind all that a channel's journal tells
     * @param node this node's incarnation
     */
    public Callbacks(
            WebhookSettings settings,
            Buckets buckets,
            WebhookClient client,
            Listeners listeners,
            BiConsumer<ChannelId, ChannelFact> channels,
            String node,
            InstantSource clock,
            MeterRegistry meters) {
        this.buckets = buckets;
        this.post = new EventPost(client, clock, settings.sendTimeout());
        this.lanes = new TellingLanes(settings, post, buckets, client.loop(), clock, meters);
        this.listeners = listeners;
        this.channels = channels;
        this.node = node;
        this.clock = clock;
        this.asks = new Semaphore(settings.maxAsks());
        this.refused = Counter.builder("millrace.webhook.asks.refused")
                .description("clients that a callback has refused")
                .register(meters);
        this.unanswered = Counter.builder("millrace.webhook.asks.unanswered")
                .description(
                        "questions to webhooks that had no answer in time, or were not put as too many were under way")
                .register(meters);
    }

    Buckets buckets() {
        return buckets;
    }

    /** Whether anybody in this process wants to know. */
    boolean hasListeners() {
        return !listeners.isEmpty();
    }

    Occasion occasion(Moment moment, String bucket, Optional<String> channel, ClientInfo client) {
        return Occasion.of(moment, clock.instant(), bucket, channel, client, node);
    }

    /** Puts what asks to the webhooks that may refuse, and tells the others; the stage never fails. */
    CompletionStage<Verdict> ask(List<Webhook> webhooks, Occasion occasion) {
        List<CompletableFuture<Verdict>> verdicts = new ArrayList<>();
        for (Webhook webhook : webhooks) {
            Optional<String> event = occasion.moment().wantedBy(webhook);
            if (event.isPresent() && webhook.refuses()) {
                verdicts.add(ask(webhook, event.get(), occasion).toCompletableFuture());
            } else if (event.isPresent()) {
                lanes.tell(webhook, event.get(), occasion);
            }
        }
        if (hasListeners()) {
            verdicts.add(listeners.ask(occasion).toCompletableFuture());
        }
        if (verdicts.isEmpty()) {
            return CompletableFuture.completedFuture(Verdict.ALLOWED);
        }
        return CompletableFuture.allOf(verdicts.toArray(CompletableFuture[]::new))
                .handle((done, failure) -> together(verdicts, occasion));
    }

    private Verdict together(List<CompletableFuture<Verdict>> verdicts, Occasion occasion) {
        Verdict verdict = verdicts.stream()
                .map(CompletableFuture::join)
                .filter(each -> !each.allowed())
                .findFirst()
                .orElse(Verdict.ALLOWED);
        if (verdict.allowed()) {
            listeners.tell(occasion);
        } else {
            refused.increment();
            LOG.info(
                    "{} of {} for {} refused by {}",
                    occasion.moment(),
                    occasion.client(),
                    occasion.bucket()
                            + occasion.channel().map(name -> '/' + name).orElse(""),
                    verdict.by());
        }
        return verdict;
    }

    private CompletionStage<Verdict> ask(Webhook webhook, String event, Occasion occasion) {
        if (!asks.tryAcquire()) {
            unanswered.increment();
            return CompletableFuture.completedFuture(Verdict.unanswered(webhook));
        }
        return post.ask(webhook, event, occasion).handle((result, failure) -> {
            asks.release();
            if (failure != null || result instanceof PostResult.Failed) {
                unanswered.increment();
            }
            return failure == null ? answers.verdict(webhook, result) : Verdict.unanswered(webhook);
        });
    }

    /**
     * Tells webhooks and listeners.
     *
     * @return completes when all webhooks were tried once
     */
    CompletableFuture<Void> tell(List<Webhook> webhooks, Occasion occasion) {
        listeners.tell(occasion);
        List<CompletableFuture<Void>> attempts = new ArrayList<>();
        for (Webhook webhook : webhooks) {
            occasion.moment()
                    .wantedBy(webhook)
                    .ifPresent(event ->
                            attempts.add(lanes.tell(webhook, event, occasion).toCompletableFuture()));
        }
        return CompletableFuture.allOf(attempts.toArray(CompletableFuture[]::new));
    }

    /** Tells it behind the end of the channel's session, by the channel's own delivery. */
    void tellBehind(ChannelId channel, Occasion occasion) {
        Occasion.Traffic traffic = occasion.traffic().orElse(new Occasion.Traffic(0, 0));
        channels.accept(
                channel,
                ChannelFact.disconnected(occasion.at(), occasion.client(), traffic.sent(), traffic.received()));
    }
}
