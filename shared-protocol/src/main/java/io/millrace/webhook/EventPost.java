package io.millrace.webhook;

import io.millrace.channel.Webhook;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** Sends one event to one webhook, signed at the time of each attempt. Safe on any thread. */
public final class EventPost {
    private final WebhookClient client;
    private final InstantSource clock;
    private final Duration timeout;
    private final EventBody bodies = new EventBody();

    /** @param timeout of an event that asks nothing */
    public EventPost(WebhookClient client, InstantSource clock, Duration timeout) {
        this.client = client;
        this.clock = clock;
        this.timeout = timeout;
    }

    /**
     * Tells an event.
     *
     * @return never fails: empty once it has arrived (2xx), else why it has not
     */
    public CompletionStage<String> tell(Webhook webhook, String event, Occasion occasion) {
        return send(webhook, event, occasion, timeout, client::postLater).thenApply(Answers::failure);
    }

    /** Asks; the stage never fails. */
    CompletionStage<PostResult> ask(Webhook webhook, String event, Occasion occasion) {
        return send(webhook, event, occasion, Duration.ofMillis(webhook.timeoutMillis()), client::post);
    }

    private CompletionStage<PostResult> send(
            Webhook webhook,
            String event,
            Occasion occasion,
            Duration limit,
            Function<PostRequest, CompletionStage<PostResult>> way) {
        byte[] body = bodies.write(webhook.style(), event, occasion);
        Map<String, String> headers = new LinkedHashMap<>();
        long timestamp = clock.instant().getEpochSecond();
        headers.put("Millrace-Event-Id", occasion.id());
        headers.put("Millrace-Timestamp", Long.toString(timestamp));
        webhook.secret()
                .ifPresent(secret -> headers.put("Millrace-Signature", EventSignature.of(secret, timestamp, body)));
        try {
            return way.apply(new PostRequest(URI.create(webhook.url()), headers, body, limit));
        } catch (IllegalArgumentException e) {
            return CompletableFuture.completedFuture(new PostResult.Failed("its url is none"));
        }
    }
}
