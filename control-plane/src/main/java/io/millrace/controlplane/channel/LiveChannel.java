package io.millrace.controlplane.channel;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorRefResolver;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.TimerScheduler;
import akka.cluster.sharding.typed.javadsl.ClusterSharding;
import akka.persistence.typed.PersistenceId;
import akka.persistence.typed.RecoveryCompleted;
import akka.persistence.typed.javadsl.CommandHandler;
import akka.persistence.typed.javadsl.Effect;
import akka.persistence.typed.javadsl.EffectBuilder;
import akka.persistence.typed.javadsl.EventHandler;
import akka.persistence.typed.javadsl.EventSourcedBehavior;
import akka.persistence.typed.javadsl.RetentionCriteria;
import akka.persistence.typed.javadsl.SignalHandler;
import io.millrace.channel.ChannelCommand;
import io.millrace.channel.ChannelCommand.Configure;
import io.millrace.channel.ChannelCommand.Delete;
import io.millrace.channel.ChannelCommand.EndPublish;
import io.millrace.channel.ChannelCommand.Report;
import io.millrace.channel.ChannelCommand.SealSegment;
import io.millrace.channel.ChannelCommand.SetStatus;
import io.millrace.channel.ChannelCommand.StartPublish;
import io.millrace.channel.ChannelCommand.Unwatch;
import io.millrace.channel.ChannelCommand.Watch;
import io.millrace.channel.ChannelId;
import io.millrace.channel.ChannelMessage;
import io.millrace.channel.ChannelReply;
import io.millrace.channel.ChannelReply.NoSuchChannel;
import io.millrace.channel.ChannelStatus;
import io.millrace.channel.ChannelView;
import io.millrace.channel.DeliveryReply;
import io.millrace.channel.EndReason;
import io.millrace.channel.Segment;
import io.millrace.channel.SessionSignal;
import io.millrace.controlplane.channel.ChannelEvent.Configured;
import io.millrace.controlplane.channel.ChannelEvent.Created;
import io.millrace.controlplane.channel.ChannelEvent.Deleted;
import io.millrace.controlplane.channel.ChannelEvent.PageClosed;
import io.millrace.controlplane.channel.ChannelEvent.PublishEnded;
import io.millrace.controlplane.channel.ChannelEvent.PublishStarted;
import io.millrace.controlplane.channel.ChannelEvent.SegmentSealed;
import io.millrace.controlplane.channel.ChannelEvent.StatusSet;
import io.millrace.controlplane.channel.ChannelState.Session;
import io.millrace.controlplane.channel.ClusterMembers.MemberGone;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Owns one channel: decides who publishes, numbers each publish with a fencing epoch, enters its segments, and tells
 * watching edges of every change.
 */
public final class LiveChannel extends EventSourcedBehavior<ChannelMessage, ChannelEvent, ChannelState> {
    private static final int SNAPSHOTS_KEPT = 2;

    private final ChannelId id;
    private final ChannelServices services;
    private final ChannelSettings settings;
    private final ActorContext<ChannelMessage> context;
    private final ActorRef<ClusterSharding.ShardCommand> shard;
    private final ChannelQueries queries;
    private final PublishRules publishRules;
    private final SealRules sealRules;
    private final SessionPresence presence;
    private final ChannelAudience audience;
    private final SegmentPages pages;
    private final FinalPlaylist playlist;
    private final FactHandover handover;

    /** Nothing has been asked of the channel for a while. */
    private enum Idle implements ChannelMessage {
        IDLE
    }

    /** @param shard is asked to stop the actor when it is idle */
    public static Behavior<ChannelMessage> create(
            ChannelId id, ChannelServices services, ActorRef<ClusterSharding.ShardCommand> shard) {
        return Behaviors.setup(
                context -> Behaviors.withTimers(timers -> new LiveChannel(id, services, shard, context, timers)));
    }

    private LiveChannel(
            ChannelId id,
            ChannelServices services,
            ActorRef<ClusterSharding.ShardCommand> shard,
            ActorContext<ChannelMessage> context,
            TimerScheduler<ChannelMessage> timers) {
        super(PersistenceId.ofUniqueId("LiveChannel|" + id.entityId()));
        this.id = id;
        this.services = services;
        this.settings = services.settings();
        this.shard = shard;
        this.context = context;
        context.setLoggerName(LiveChannel.class);
        this.queries = new ChannelQueries(id);
        this.publishRules = new PublishRules(id, settings, services.members());
        this.sealRules = new SealRules(settings.maxOpenSegments());
        this.presence = new SessionPresence(id, settings.lease(), timers);
        this.audience = new ChannelAudience(settings, timers);
        RetriedPut pagePut = new RetriedPut(id.bucket(), context, timers, services);
        this.pages = new SegmentPages(id, pagePut, settings.pageSegments());
        this.playlist = new FinalPlaylist(id, new RetriedPut(id.bucket(), context, timers, services));
        this.handover = new FactHandover(id, services, timers, context.getSelf().narrow());
        context.setReceiveTimeout(settings.passivateAfter(), Idle.IDLE);
    }

    @Override
    public ChannelState emptyState() {
        return ChannelState.EMPTY;
    }

    @Override
    public RetentionCriteria retentionCriteria() {
        return RetentionCriteria.snapshotEvery(settings.snapshotEvery(), SNAPSHOTS_KEPT)
                .withDeleteEventsOnSnapshot();
    }

    @Override
    public EventHandler<ChannelState, ChannelEvent> eventHandler() {
        return newEventHandlerBuilder()
                .forAnyState()
                .onEvent(Created.class, ChannelState::created)
                .onEvent(Configured.class, ChannelState::configured)
                .onEvent(StatusSet.class, ChannelState::statusSet)
                .onEvent(PublishStarted.class, ChannelState::publishStarted)
                .onEvent(SegmentSealed.class, (state, event) -> state.segmentSealed(id.channel(), event))
                .onEvent(PageClosed.class, ChannelState::pageClosed)
                .onEvent(PublishEnded.class, ChannelState::publishEnded)
                .onEvent(Deleted.class, ChannelState::deleted)
                .onEvent(ChannelEvent.FactsNoted.class, ChannelState::factsNoted)
                .onEvent(ChannelEvent.FactsTaken.class, ChannelState::factsTaken)
                .build();
    }

    @Override
    public SignalHandler<ChannelState> signalHandler() {
        return newSignalHandlerBuilder()
                .onSignal(RecoveryCompleted.instance(), this::onRecovered)
                .build();
    }

    @Override
    public CommandHandler<ChannelMessage, ChannelEvent, ChannelState> commandHandler() {
        return newCommandHandlerBuilder()
                .forAnyState()
                .onCommand(SealSegment.class, this::onSealSegment)
                .onCommand(Report.class, this::onReport)
                .onCommand(
                        Watch.class,
                        (state, command) -> ran(() -> audience.join(command, withWindow -> view(state, withWindow))))
                .onCommand(Unwatch.class, (state, command) -> ran(() -> audience.leave(command.watcher())))
                .onCommand(StartPublish.class, this::onStartPublish)
                .onCommand(EndPublish.class, this::onEndPublish)
                .onCommand(Configure.class, this::onConfigure)
                .onCommand(SetStatus.class, this::onSetStatus)
                .onCommand(Delete.class, this::onDelete)
                .onCommand(ChannelCommand.Describe.class, (state, ask) -> Effect()
                        .reply(ask.replyTo(), queries.describe(state)))
                .onCommand(ChannelCommand.GetStatus.class, (state, ask) -> Effect()
                        .reply(ask.replyTo(), queries.status(state, presence.media())))
                .onCommand(ChannelCommand.GetHistory.class, (state, ask) -> Effect()
                        .reply(ask.replyTo(), queries.history(state)))
                .onCommand(ChannelCommand.GetWindow.class, (state, ask) -> Effect()
                        .reply(ask.replyTo(), queries.liveWindow(state)))
                .onCommand(ChannelCommand.QuerySegments.class, (state, ask) -> Effect()
                        .reply(ask.replyTo(), queries.find(state, ask, settings.maxQueryPages())))
                .onCommand(ChannelCommand.GetWatchers.class, (state, ask) -> Effect()
                        .reply(ask.replyTo(), audience.nodes(ActorRefResolver.get(context.getSystem()))))
                .onCommand(SessionPresence.LeaseExpired.class, this::onLeaseExpired)
                .onCommand(MemberGone.class, this::onMemberGone)
                .onCommand(RetriedPut.Finished.class, this::onPutFinished)
                .onCommand(
                        RetriedPut.Again.class,
                        (state, again) -> ran(() -> again.put().again(again)))
                .onCommand(ChannelAudience.Tick.class, (state, tick) -> ran(audience::age))
                .onCommand(DeliveryReply.Taken.class, (state, reply) -> Effect()
                        .persist(handover.onTaken(state, reply.upTo())))
                .onCommand(FactHandover.Again.class, (state, again) -> ran(() -> handover.handOver(state)))
                .onCommand(Idle.class, this::onIdle)
                .build();
    }

    private void onRecovered(ChannelState state) {
        state.session().ifPresent(session -> {
            ActorRef<SessionSignal> signals =
                    ActorRefResolver.get(context.getSystem()).resolveActorRef(session.signals());
            presence.recovered(session.epoch(), signals);
            services.members().subscribe(context.getSelf());
            if (publishRules.isLost(session)) {
                context.getSelf().tell(new MemberGone(session.origin().address()));
            }
        });
        pages.writeIfFull(state.index());
        handover.handOver(state);
    }

    private Effect<ChannelEvent, ChannelState> onConfigure(ChannelState state, Configure command) {
        if (state.profile().isPresent() && command.onlyIfAbsent()) {
            Instant lastModified = state.profile().get().lastModified();
            return Effect().reply(command.replyTo(), new ChannelReply.AlreadyExists(lastModified));
        }
        if (state.isLive()) {
            return Effect().reply(command.replyTo(), new ChannelReply.StillLive(state.lastEpoch()));
        }
        Instant now = services.clock().instant();
        ChannelEvent event = state.profile().isPresent()
                ? new Configured(command.config(), command.status(), now)
                : new Created(command.config(), command.status(), now);
        return persist(state, List.of(event))
                .thenRun(this::changed)
                .thenReply(command.replyTo(), after -> new ChannelReply.Done(now));
    }

    private Effect<ChannelEvent, ChannelState> onSetStatus(ChannelState state, SetStatus command) {
        if (state.profile().isEmpty()) {
            return Effect().reply(command.replyTo(), new NoSuchChannel(id));
        }
        if (state.profile().get().status() == command.status()) {
            Instant since = state.profile().get().lastModified();
            return Effect().reply(command.replyTo(), new ChannelReply.Done(since));
        }
        Instant now = services.clock().instant();
        List<ChannelEvent> events = new ArrayList<>();
        events.add(new StatusSet(command.status(), now));
        if (command.status() == ChannelStatus.DISABLED) {
            state.session()
                    .ifPresent(session -> events.add(new PublishEnded(session.epoch(), EndReason.DISABLED, now)));
        }
        return persist(state, events)
                .thenRun((ChannelState after) -> {
                    state.session()
                            .filter(session -> !after.isLive())
                            .ifPresent(session -> ended(after, session.epoch(), EndReason.DISABLED));
                    changed(after);
                })
                .thenReply(command.replyTo(), after -> new ChannelReply.Done(now));
    }

    private Effect<ChannelEvent, ChannelState> onDelete(ChannelState state, Delete command) {
        if (state.profile().isEmpty()) {
            return Effect().reply(command.replyTo(), new NoSuchChannel(id));
        }
        if (state.isLive()) {
            return Effect().reply(command.replyTo(), new ChannelReply.StillLive(state.lastEpoch()));
        }
        Instant now = services.clock().instant();
        return persist(state, List.of(new Deleted(now)))
                .thenRun((ChannelState after) -> {
                    playlist.write(state.playlistName(), queries.window(state));
                    changed(after);
                })
                .thenReply(command.replyTo(), after -> new ChannelReply.Done(now));
    }

    private Effect<ChannelEvent, ChannelState> onStartPublish(ChannelState state, StartPublish command) {
        Instant now = services.clock().instant();
        Optional<ChannelReply.PublishDecision> answer = publishRules.answer(state, command);
        if (answer.isPresent()) {
            if (answer.get() instanceof ChannelReply.Granted again) {
                presence.begun(again.epoch(), command.signals(), now);
            }
            return Effect().reply(command.replyTo(), answer.get());
        }
        Optional<PublishEnded> end =
                state.session().map(old -> publishRules.endOf(old, now, presence.lastSign(state, old)));
        long epoch = lastSequenceNumber(context) + (end.isPresent() ? 2 : 1);
        String signals = ActorRefResolver.get(context.getSystem()).toSerializationFormat(command.signals());
        return persist(state, publishRules.events(state, end, command, epoch, signals, now))
                .thenRun((ChannelState after) -> {
                    end.ifPresent(event -> over(event.epoch(), event.reason()));
                    presence.begun(epoch, command.signals(), now);
                    services.members().subscribe(context.getSelf());
                    String origin = command.origin().address();
                    context.getLog().info("{}: session {} began at {}", id, epoch, origin);
                    changed(after);
                })
                .thenReply(command.replyTo(), PublishRules::granted);
    }

    private Effect<ChannelEvent, ChannelState> onReport(ChannelState state, Report command) {
        if (!state.isLive(command.epoch())) {
            return Effect()
                    .reply(command.replyTo(), new ChannelReply.Fenced(state.lastEpoch(), state.endOf(command.epoch())));
        }
        Instant now = services.clock().instant();
        presence.reported(command.epoch(), command.signals(), now, command.media());
        return Effect().reply(command.replyTo(), new ChannelReply.Renewed(command.epoch()));
    }

    private Effect<ChannelEvent, ChannelState> onSealSegment(ChannelState state, SealSegment command) {
        Optional<ChannelReply.SealReply> answer = sealRules.answer(state, command.segment());
        if (answer.isPresent()) {
            return Effect().reply(command.replyTo(), answer.get());
        }
        Segment segment = SealRules.asEntered(state.index(), command.segment());
        return persist(state, List.of(new SegmentSealed(segment)))
                .thenRun(this::changed)
                .thenReply(command.replyTo(), after -> new ChannelReply.Sealed(segment.sequence()));
    }

    private Effect<ChannelEvent, ChannelState> onEndPublish(ChannelState state, EndPublish command) {
        ChannelReply.Ended reply = new ChannelReply.Ended(command.epoch());
        if (!state.isLive(command.epoch())) {
            return Effect().reply(command.replyTo(), reply);
        }
        Instant now = services.clock().instant();
        return persist(state, List.of(new PublishEnded(command.epoch(), command.reason(), now)))
                .thenRun((ChannelState after) -> {
                    presence.left();
                    context.getLog().info("{}: session {} ended: {}", id, command.epoch(), command.reason());
                    playlist.write(after.playlistName(), queries.window(after));
                    changed(after);
                })
                .thenReply(command.replyTo(), after -> reply);
    }

    private Effect<ChannelEvent, ChannelState> onLeaseExpired(
            ChannelState state, SessionPresence.LeaseExpired expired) {
        return state.isLive(expired.epoch())
                ? lose(state, EndReason.LEASE_EXPIRED)
                : Effect().none();
    }

    private Effect<ChannelEvent, ChannelState> onMemberGone(ChannelState state, MemberGone gone) {
        boolean ours = state.session()
                .filter(session -> session.origin().address().equals(gone.address()))
                .isPresent();
        return ours ? lose(state, EndReason.ORIGIN_LOST) : Effect().none();
    }

    /** Ends a session whose origin has fallen silent, as of its last sign of life. */
    private Effect<ChannelEvent, ChannelState> lose(ChannelState state, EndReason reason) {
        Session session = state.session().orElseThrow();
        return persist(state, List.of(new PublishEnded(session.epoch(), reason, presence.lastSign(state, session))))
                .thenRun((ChannelState after) -> {
                    ended(after, session.epoch(), reason);
                    changed(after);
                });
    }

    private EffectBuilder<ChannelEvent, ChannelState> persist(ChannelState before, List<ChannelEvent> events) {
        List<ChannelEvent> all = handover.withFacts(before, events);
        return Effect().persist(all).thenRun((ChannelState after) -> {
            all.forEach(services.metrics()::count);
            handover.persisted(after, all);
        });
    }

    private void ended(ChannelState after, long epoch, EndReason reason) {
        over(epoch, reason);
        playlist.write(after.playlistName(), queries.window(after));
    }

    private void over(long epoch, EndReason reason) {
        presence.over(epoch, reason);
        context.getLog().info("{}: session {} ended: {}", id, epoch, reason);
    }

    /** For what changes nothing of the state. */
    private Effect<ChannelEvent, ChannelState> ran(Runnable task) {
        task.run();
        return Effect().none();
    }

    private ChannelView view(ChannelState state, boolean withWindow) {
        boolean withoutSegments = queries.isWithoutSegments(
                state, presence.media(), services.clock().instant());
        return queries.view(state, withoutSegments, lastSequenceNumber(context), withWindow, () -> services.tickets()
                .issue(id, state.lastEpoch()));
    }

    private void changed(ChannelState after) {
        audience.tell(withWindow -> view(after, withWindow));
        pages.writeIfFull(after.index());
    }

    private Effect<ChannelEvent, ChannelState> onPutFinished(ChannelState state, RetriedPut.Finished finished) {
        playlist.finished(finished);
        Optional<PageClosed> stored = pages.finished(finished);
        return stored.isPresent()
                ? persist(state, List.of(stored.get())).thenRun(this::changed)
                : Effect().none();
    }

    /** Never passivates while live: the lease ends a silent session first. */
    private Effect<ChannelEvent, ChannelState> onIdle(ChannelState state, Idle idle) {
        if (!state.isLive() && !pages.isBusy() && !playlist.isBusy() && handover.isDone(state)) {
            return Effect()
                    .persist(handover.untold())
                    .thenRun(after -> shard.tell(new ClusterSharding.Passivate<>(context.getSelf())));
        }
        return Effect().none();
    }
}
