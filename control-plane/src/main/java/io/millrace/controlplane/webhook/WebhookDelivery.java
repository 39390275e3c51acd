package io.millrace.controlplane.webhook;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.TimerScheduler;
import akka.cluster.sharding.typed.javadsl.ClusterSharding;
import akka.persistence.typed.PersistenceId;
import akka.persistence.typed.RecoveryCompleted;
import akka.persistence.typed.javadsl.CommandHandler;
import akka.persistence.typed.javadsl.Effect;
import akka.persistence.typed.javadsl.EventHandler;
import akka.persistence.typed.javadsl.EventSourcedBehavior;
import akka.persistence.typed.javadsl.RetentionCriteria;
import akka.persistence.typed.javadsl.SignalHandler;
import io.millrace.channel.BucketReply.Bucket;
import io.millrace.channel.ChannelFact;
import io.millrace.channel.ChannelId;
import io.millrace.channel.ChannelMessage;
import io.millrace.channel.DeliveryCommand;
import io.millrace.channel.DeliveryCommand.Append;
import io.millrace.channel.DeliveryCommand.ListDeliveries;
import io.millrace.channel.DeliveryCommand.Resume;
import io.millrace.channel.DeliveryCommand.RetryDeliveries;
import io.millrace.channel.DeliveryCommand.Take;
import io.millrace.channel.DeliveryReply;
import io.millrace.controlplane.webhook.DeliveryEvent.Accepted;
import io.millrace.controlplane.webhook.DeliveryEvent.Arrived;
import io.millrace.controlplane.webhook.DeliveryEvent.Dropped;
import io.millrace.controlplane.webhook.DeliveryEvent.GivenUp;
import io.millrace.controlplane.webhook.DeliveryEvent.QueuedFact;
import io.millrace.controlplane.webhook.DeliveryEvent.Requeued;
import io.millrace.controlplane.webhook.DeliveryEvent.Skipped;
import io.millrace.controlplane.webhook.DeliveryEvent.WebhookGone;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Delivers one channel's callbacks: keeps the facts that it is handed until each of the bucket's webhooks has them, and sends
 * them to each in their order, one after the other, again and again for as long as is set.
 */
public final class WebhookDelivery extends EventSourcedBehavior<ChannelMessage, DeliveryEvent, DeliveryState> {
    private static final int SNAPSHOT_EVERY = 100;
    private static final int SNAPSHOTS_KEPT = 2;
    /** What comes while the bucket is looked up; beyond that it has to come again. */
    private static final int MAX_INCOMING = 100;

    private static final Duration PASSIVATE_AFTER = Duration.ofMinutes(2);

    private final ChannelId id;
    private final DeliveryServices services;
    private final ActorContext<ChannelMessage> context;
    private final ActorRef<ClusterSharding.ShardCommand> shard;
    private final TimerScheduler<ChannelMessage> timers;
    private final Attempts attempts;
    private final Map<String, Sending> sendings = new HashMap<>();
    private final Deque<DeliveryCommand> incoming = new ArrayDeque<>();
    private boolean looking;

    /** The bucket of the first that has come in; empty if it could not be looked up. */
    private record LookedUp(Optional<Optional<Bucket>> bucket) implements ChannelMessage {}

    /** An attempt is over; the result is empty if it could not be made. */
    private record Attempted(String webhook, QueuedFact fact, Optional<Attempts.Result> result)
            implements ChannelMessage {}

    /** A pause is over. */
    private record Again(String webhook) implements ChannelMessage {}

    private enum Idle implements ChannelMessage {
        IDLE
    }

    /** @param shard is asked to stop the actor when it is idle */
    static Behavior<ChannelMessage> create(
            ChannelId id, DeliveryServices services, ActorRef<ClusterSharding.ShardCommand> shard) {
        return Behaviors.setup(
                context -> Behaviors.withTimers(timers -> new WebhookDelivery(id, services, context, shard, timers)));
    }

    private WebhookDelivery(
            ChannelId id,
            DeliveryServices services,
            ActorContext<ChannelMessage> context,
            ActorRef<ClusterSharding.ShardCommand> shard,
            TimerScheduler<ChannelMessage> timers) {
        super(PersistenceId.ofUniqueId("WebhookDelivery|" + id.entityId()));
        this.id = id;
        this.services = services;
        this.context = context;
        this.shard = shard;
        this.timers = timers;
        this.attempts = new Attempts(id, services);
        context.setLoggerName(WebhookDelivery.class);
        context.setReceiveTimeout(PASSIVATE_AFTER, Idle.IDLE);
    }

    @Override
    public DeliveryState emptyState() {
        return DeliveryState.EMPTY;
    }

    @Override
    public RetentionCriteria retentionCriteria() {
        return RetentionCriteria.snapshotEvery(SNAPSHOT_EVERY, SNAPSHOTS_KEPT).withDeleteEventsOnSnapshot();
    }

    @Override
    public EventHandler<DeliveryState, DeliveryEvent> eventHandler() {
        return newEventHandlerBuilder()
                .forAnyState()
                .onEvent(Accepted.class, DeliveryState::accepted)
                .onEvent(Arrived.class, DeliveryState::arrived)
                .onEvent(Skipped.class, DeliveryState::skipped)
                .onEvent(GivenUp.class, DeliveryState::givenUp)
                .onEvent(Dropped.class, DeliveryState::dropped)
                .onEvent(Requeued.class, DeliveryState::requeued)
                .onEvent(WebhookGone.class, DeliveryState::webhookGone)
                .build();
    }

    @Override
    public SignalHandler<DeliveryState> signalHandler() {
        return newSignalHandlerBuilder()
                .onSignal(RecoveryCompleted.instance(), this::sendAll)
                .build();
    }

    @Override
    public CommandHandler<ChannelMessage, DeliveryEvent, DeliveryState> commandHandler() {
        return newCommandHandlerBuilder()
                .forAnyState()
                .onCommand(Take.class, this::onIncoming)
                .onCommand(Append.class, this::onIncoming)
                .onCommand(LookedUp.class, this::onLookedUp)
                .onCommand(Attempted.class, this::onAttempted)
                .onCommand(Again.class, this::onAgain)
                .onCommand(ListDeliveries.class, (state, ask) -> Effect()
                        .reply(ask.replyTo(), new DeliveryViews(id, attempts, sendings).list(state, ask)))
                .onCommand(RetryDeliveries.class, this::onRetry)
                .onCommand(Resume.class, (state, resume) -> Effect().none())
                .onCommand(Idle.class, this::onIdle)
                .build();
    }

    /** Who wants a fact is what the bucket says when it comes; one after the other, or they would change places. */
    private Effect<DeliveryEvent, DeliveryState> onIncoming(DeliveryState state, DeliveryCommand command) {
        if (incoming.size() < MAX_INCOMING) {
            incoming.add(command);
            lookUp();
        }
        return Effect().none();
    }

    private void lookUp() {
        if (!looking && !incoming.isEmpty()) {
            looking = true;
            context.pipeToSelf(
                    services.buckets().find(id.bucket()),
                    (bucket, failure) -> new LookedUp(Optional.ofNullable(bucket)));
        }
    }

    private Effect<DeliveryEvent, DeliveryState> onLookedUp(DeliveryState state, LookedUp found) {
        looking = false;
        DeliveryCommand command = incoming.poll();
        if (found.bucket().isEmpty()) {
            context.getLog().debug("{}: the bucket cannot be looked up now", id);
            lookUp();
            return Effect().none();
        }
        Intake intake =
                new Intake(attempts, found.bucket().get(), services.settings().maxQueuedPerChannel());
        List<DeliveryEvent> events = command instanceof Take take
                ? intake.take(state, take.facts())
                : intake.append(state, ((Append) command).fact());
        return Effect().persist(events).thenRun((DeliveryState after) -> {
            events.forEach(this::tellOfDropped);
            if (command instanceof Take take) {
                take.replyTo()
                        .tell(new DeliveryReply.Taken(take.facts().stream()
                                .mapToLong(ChannelFact::number)
                                .max()
                                .orElse(0)));
            }
            sendAll(after);
            lookUp();
        });
    }

    private void tellOfDropped(DeliveryEvent event) {
        if (event instanceof Dropped dropped) {
            services.count("dropped");
            context.getLog().debug("{}: {} events for webhook {} dropped", id, dropped.count(), dropped.webhook());
        }
    }

    private void sendAll(DeliveryState state) {
        sendings.keySet().retainAll(state.webhooks().keySet());
        state.webhooks().keySet().forEach(webhook -> send(state, webhook));
    }

    private void send(DeliveryState state, String webhook) {
        Sending sending = sendings.computeIfAbsent(webhook, name -> new Sending());
        Optional<QueuedFact> next = state.next(webhook);
        if (next.isPresent() && !sending.isBusy()) {
            sending.begins();
            context.pipeToSelf(
                    attempts.send(webhook, next.get()),
                    (result, failure) -> new Attempted(webhook, next.get(), Optional.ofNullable(result)));
        }
    }

    private Effect<DeliveryEvent, DeliveryState> onAttempted(DeliveryState state, Attempted attempted) {
        String webhook = attempted.webhook();
        long sequence = attempted.fact().sequence();
        Sending sending = sendings.get(webhook);
        if (sending == null
                || state.next(webhook).filter(attempted.fact()::equals).isEmpty()) {
            // Dropped meanwhile, or the webhook has gone.
            return settled(List.of(), webhook);
        }
        Attempts.Result result =
                attempted.result().orElseGet(() -> new Attempts.Result.Failed("the bucket cannot be looked up"));
        Instant now = services.clock().instant();
        if (result instanceof Attempts.Result.Arrived) {
            services.count("arrived");
            return settled(List.of(new Arrived(webhook, sequence, sending.attempts(), now)), webhook);
        }
        if (result instanceof Attempts.Result.Unwanted) {
            return settled(List.of(new Skipped(webhook, sequence)), webhook);
        }
        if (result instanceof Attempts.Result.Gone) {
            return settled(List.of(new WebhookGone(webhook)), webhook);
        }
        String error = ((Attempts.Result.Failed) result).error();
        services.count("failed");
        if (isTooOld(state, attempted.fact(), webhook, now)) {
            warnOfFirst(state, webhook, error);
            return settled(List.of(new GivenUp(webhook, sequence, sending.attempts(), error, now)), webhook);
        }
        if (sending.attempts() == 1) {
            context.getLog().info("{}: webhook {} failed, and is tried again: {}", id, webhook, error);
        }
        Duration pause = services.settings().pauseAfter(sending.attempts());
        sending.waits(error, now.plus(pause));
        timers.startSingleTimer(webhook, new Again(webhook), pause);
        return Effect().none();
    }

    private boolean isTooOld(DeliveryState state, QueuedFact fact, String webhook, Instant now) {
        WebhookQueue queue = state.webhooks().get(webhook);
        boolean anew = queue.again().contains(fact);
        Instant since =
                anew ? queue.againSince().orElse(fact.fact().at()) : fact.fact().at();
        return Duration.between(since, now).compareTo(services.settings().keep()) >= 0;
    }

    private void warnOfFirst(DeliveryState state, String webhook, String error) {
        if (state.webhooks().get(webhook).failed().isEmpty()) {
            context.getLog()
                    .warn("{}: an event for webhook {} is given up; the API lists those: {}", id, webhook, error);
        }
    }

    private Effect<DeliveryEvent, DeliveryState> settled(List<DeliveryEvent> events, String webhook) {
        return Effect().persist(events).thenRun((DeliveryState after) -> {
            Optional.ofNullable(sendings.get(webhook)).ifPresent(Sending::ends);
            sendAll(after);
        });
    }

    private Effect<DeliveryEvent, DeliveryState> onAgain(DeliveryState state, Again again) {
        Sending sending = sendings.get(again.webhook());
        if (sending != null && sending.isWaiting()) {
            sending.goesOn();
            send(state, again.webhook());
        }
        return Effect().none();
    }

    private Effect<DeliveryEvent, DeliveryState> onRetry(DeliveryState state, RetryDeliveries command) {
        String webhook = command.webhook();
        WebhookQueue queue = state.webhooks().get(webhook);
        if (queue == null) {
            return Effect().reply(command.replyTo(), new DeliveryReply.Retried(0, 0));
        }
        int failed = queue.failed().size();
        int waiting = state.waiting(webhook).size();
        List<DeliveryEvent> events = new ArrayList<>();
        if (failed > 0) {
            events.add(new Requeued(webhook, services.clock().instant()));
        }
        return Effect()
                .persist(events)
                .thenRun((DeliveryState after) -> {
                    timers.cancel(webhook);
                    context.getSelf().tell(new Again(webhook));
                    send(after, webhook);
                })
                .thenReply(command.replyTo(), after -> new DeliveryReply.Retried(failed, waiting));
    }

    private Effect<DeliveryEvent, DeliveryState> onIdle(DeliveryState state, Idle idle) {
        if (state.isIdle() && incoming.isEmpty()) {
            shard.tell(new ClusterSharding.Passivate<>(context.getSelf()));
        }
        return Effect().none();
    }
}
