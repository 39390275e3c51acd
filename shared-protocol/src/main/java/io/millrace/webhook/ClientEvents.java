package io.millrace.webhook;

import io.millrace.channel.BucketReply.Bucket;
import io.millrace.channel.ChannelId;
import io.millrace.channel.ClientInfo;
import io.millrace.channel.Webhook;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * One client's connection in the eyes of callbacks: puts its events in the order in which both worlds know them. Safe on any
 * thread.
 */
public final class ClientEvents {
    /** How long a question waits for what was told before it. */
    private static final long PATIENCE_MILLIS = 2000;

    private final Callbacks callbacks;
    private final ClientInfo info;
    private final boolean rtmp;
    private CompletableFuture<Void> told = CompletableFuture.completedFuture(null);
    private Optional<Bucket> connectedTo = Optional.empty();
    private Optional<ChannelId> published = Optional.empty();
    private int publishing;
    private Optional<Occasion> gone = Optional.empty();
    private long sentBytes;

    ClientEvents(Callbacks callbacks, ClientInfo info, boolean rtmp) {
        this.callbacks = callbacks;
        this.info = info;
        this.rtmp = rtmp;
    }

    public ClientInfo info() {
        return info;
    }

    /** The same client as one that holds no connection. */
    ClientEvents withoutConnection() {
        return new ClientEvents(callbacks, info.withoutConnect(), rtmp);
    }

    /** Asks whether it may connect. */
    CompletionStage<Verdict> connect(Bucket bucket) {
        Occasion occasion = callbacks.occasion(Moment.CONNECT, bucket.name(), Optional.empty(), info);
        return callbacks.ask(ofConnections(bucket), occasion);
    }

    /** SRS tells connections over RTMP only. */
    private List<Webhook> ofConnections(Bucket bucket) {
        return bucket.settings().webhooks().stream()
                .filter(webhook -> rtmp || webhook.style() != Webhook.Style.SRS)
                .toList();
    }

    /** It is connected. */
    synchronized void connected(Bucket bucket) {
        connectedTo = Optional.of(bucket);
        tell(ofConnections(bucket), callbacks.occasion(Moment.CONNECTED, bucket.name(), Optional.empty(), info));
    }

    /** Its connection has closed: told when its sessions are over. */
    synchronized void disconnected(Occasion.Traffic traffic) {
        if (connectedTo.isPresent()) {
            gone = Optional.of(callbacks
                    .occasion(Moment.DISCONNECTED, connectedTo.get().name(), Optional.empty(), info)
                    .withTraffic(traffic));
            if (publishing == 0) {
                tellGone();
            }
        }
    }

    private void tellGone() {
        Occasion occasion = gone.orElseThrow();
        if (published.isPresent()) {
            callbacks.tellBehind(published.get(), occasion);
        } else {
            tell(ofConnections(connectedTo.orElseThrow()), occasion);
        }
    }

    /** So many bytes of a stream were sent to it. */
    public synchronized void sent(long bytes) {
        sentBytes += bytes;
    }

    synchronized long sentBytes() {
        return sentBytes;
    }

    /** Asks whether it may publish. */
    CompletionStage<Verdict> publish(Claim claim) {
        return behindTold(() -> callbacks.ask(claim.webhooks(), of(Moment.PUBLISH, claim)));
    }

    /** A session of it is about to begin; {@link #publishEnded} is owed. */
    public synchronized void publishBegins(ChannelId channel) {
        publishing++;
        published = Optional.of(channel);
    }

    /** The channel knows that the session is over, if it has begun at all. */
    public synchronized void publishEnded() {
        publishing--;
        if (publishing == 0 && gone.isPresent()) {
            tellGone();
        }
    }

    /** Asks whether it may play. */
    CompletionStage<Verdict> play(Claim claim) {
        return behindTold(() -> callbacks.ask(claim.webhooks(), of(Moment.PLAY, claim)));
    }

    /** Its stream begins. */
    synchronized void played(Claim claim) {
        tell(claim.webhooks(), of(Moment.PLAYED, claim));
    }

    /** Its stream has ended. */
    synchronized void stopped(Claim claim) {
        tell(claim.webhooks(), of(Moment.STOPPED, claim));
    }

    private Occasion of(Moment moment, Claim claim) {
        ChannelId channel = claim.channel();
        return callbacks.occasion(
                moment, channel.bucket(), Optional.of(channel.channel()), info.with(claim.param(), claim.bearer()));
    }

    private void tell(List<Webhook> webhooks, Occasion occasion) {
        told = callbacks.tell(webhooks, occasion);
    }

    private CompletionStage<Verdict> behindTold(Supplier<CompletionStage<Verdict>> question) {
        CompletableFuture<Void> before;
        synchronized (this) {
            before = told;
        }
        if (before.isDone()) {
            return question.get();
        }
        return before.copy()
                .completeOnTimeout(null, PATIENCE_MILLIS, TimeUnit.MILLISECONDS)
                .thenCompose(done -> question.get());
    }
}
