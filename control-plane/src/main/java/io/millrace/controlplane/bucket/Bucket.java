package io.millrace.controlplane.bucket;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.cluster.sharding.typed.javadsl.ClusterSharding;
import akka.persistence.typed.PersistenceId;
import akka.persistence.typed.javadsl.CommandHandler;
import akka.persistence.typed.javadsl.Effect;
import akka.persistence.typed.javadsl.EventHandler;
import akka.persistence.typed.javadsl.EventSourcedBehavior;
import akka.persistence.typed.javadsl.RetentionCriteria;
import io.millrace.channel.BucketCommand;
import io.millrace.channel.BucketCommand.CreateBucket;
import io.millrace.channel.BucketCommand.DeleteBucket;
import io.millrace.channel.BucketCommand.DeleteChannel;
import io.millrace.channel.BucketCommand.GetBucket;
import io.millrace.channel.BucketCommand.ListChannels;
import io.millrace.channel.BucketCommand.PutChannel;
import io.millrace.channel.BucketCommand.PutSettings;
import io.millrace.channel.BucketCommand.SetChannelStatus;
import io.millrace.channel.BucketIndexCommand;
import io.millrace.channel.BucketIndexCommand.Entered;
import io.millrace.channel.BucketName;
import io.millrace.channel.BucketReply;
import io.millrace.channel.BucketReply.ChannelEntry;
import io.millrace.channel.BucketReply.Done;
import io.millrace.channel.BucketReply.NoSuchBucket;
import io.millrace.channel.BucketReply.Unavailable;
import io.millrace.channel.ChannelMessage;
import io.millrace.controlplane.bucket.BucketEvent.BucketCreated;
import io.millrace.controlplane.bucket.BucketEvent.BucketDeleted;
import io.millrace.controlplane.bucket.BucketEvent.ChannelEntered;
import io.millrace.controlplane.bucket.BucketEvent.ChannelRemoved;
import io.millrace.controlplane.bucket.BucketEvent.SettingsPut;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * Owns one bucket: its settings and the ordered directory of its channels. A change of a channel is made by the
 * channel's own actor first and entered here then; the changes of one channel run one after another.
 */
public final class Bucket extends EventSourcedBehavior<ChannelMessage, BucketEvent, BucketState> {
    private static final int SNAPSHOTS_KEPT = 2;
    /** The lane of what changes the bucket itself; no channel has this name. */
    private static final String OWN_LANE = "";

    private final String name;
    private final BucketActorSettings settings;
    private final BucketServices services;
    private final InstantSource clock;
    private final ActorRef<ClusterSharding.ShardCommand> shard;
    private final ActorContext<ChannelMessage> context;
    private final ChangeLanes lanes;
    private final ChannelChanges changes;

    /** A command whose turn has come. */
    private record Turn(BucketCommand command) implements ChannelMessage {}

    /** Another actor has answered what a running command asked it; empty if it did not in time. */
    private record Answer(BucketCommand command, Optional<ChannelMessage> reply) implements ChannelMessage {}

    private enum Idle implements ChannelMessage {
        IDLE
    }

    /** @param shard is asked to stop the actor when it is idle */
    static Behavior<ChannelMessage> create(
            String name,
            BucketActorSettings settings,
            BucketServices services,
            InstantSource clock,
            ActorRef<ClusterSharding.ShardCommand> shard) {
        return Behaviors.setup(context -> new Bucket(name, settings, services, clock, shard, context));
    }

    private Bucket(
            String name,
            BucketActorSettings settings,
            BucketServices services,
            InstantSource clock,
            ActorRef<ClusterSharding.ShardCommand> shard,
            ActorContext<ChannelMessage> context) {
        super(PersistenceId.ofUniqueId("Bucket|" + name));
        this.name = name;
        this.settings = settings;
        this.services = services;
        this.clock = clock;
        this.shard = shard;
        this.context = context;
        context.setLoggerName(Bucket.class);
        this.lanes = new ChangeLanes(settings.maxWaiting(), settings.maxWaitingPerChannel());
        this.changes = new ChannelChanges(name, services);
        context.setReceiveTimeout(settings.passivateAfter(), Idle.IDLE);
    }

    @Override
    public BucketState emptyState() {
        return BucketState.EMPTY;
    }

    @Override
    public RetentionCriteria retentionCriteria() {
        return RetentionCriteria.snapshotEvery(settings.snapshotEvery(), SNAPSHOTS_KEPT)
                .withDeleteEventsOnSnapshot();
    }

    @Override
    public EventHandler<BucketState, BucketEvent> eventHandler() {
        return newEventHandlerBuilder()
                .forAnyState()
                .onEvent(BucketCreated.class, BucketState::created)
                .onEvent(SettingsPut.class, BucketState::settingsPut)
                .onEvent(ChannelEntered.class, BucketState::channelEntered)
                .onEvent(ChannelRemoved.class, BucketState::channelRemoved)
                .onEvent(BucketDeleted.class, BucketState::deleted)
                .build();
    }

    @Override
    public CommandHandler<ChannelMessage, BucketEvent, BucketState> commandHandler() {
        return newCommandHandlerBuilder()
                .forAnyState()
                .onCommand(GetBucket.class, this::onGetBucket)
                .onCommand(ListChannels.class, this::onListChannels)
                .onCommand(PutSettings.class, this::onPutSettings)
                .onCommand(CreateBucket.class, (state, command) -> admit(state, OWN_LANE, command))
                .onCommand(DeleteBucket.class, (state, command) -> admit(state, OWN_LANE, command))
                .onCommand(PutChannel.class, (state, command) -> admit(state, command.channel(), command))
                .onCommand(SetChannelStatus.class, (state, command) -> admit(state, command.channel(), command))
                .onCommand(DeleteChannel.class, (state, command) -> admit(state, command.channel(), command))
                .onCommand(Turn.class, (state, turn) -> run(state, turn.command()))
                .onCommand(Answer.class, this::onAnswer)
                .onCommand(Idle.class, this::onIdle)
                .build();
    }

    private Effect<BucketEvent, BucketState> onGetBucket(BucketState state, GetBucket command) {
        BucketReply.BucketDescription reply = state.exists()
                ? new BucketReply.Bucket(
                        name,
                        state.profile().get().settings(),
                        state.profile().get().createdAt(),
                        state.channels().size())
                : new NoSuchBucket(name);
        return Effect().reply(command.replyTo(), reply);
    }

    private Effect<BucketEvent, BucketState> onListChannels(BucketState state, ListChannels command) {
        if (!state.exists()) {
            return Effect().reply(command.replyTo(), new NoSuchBucket(name));
        }
        int max = Math.max(1, Math.min(command.maxKeys(), settings.maxListed()));
        List<ChannelEntry> oneMore = state.channels().list(command.prefix(), command.marker(), max + 1);
        List<ChannelEntry> page = oneMore.subList(0, Math.min(max, oneMore.size()));
        Optional<String> next =
                oneMore.size() > max ? Optional.of(page.get(max - 1).name()) : Optional.empty();
        return Effect().reply(command.replyTo(), new BucketReply.ChannelPage(page, next));
    }

    private Effect<BucketEvent, BucketState> onPutSettings(BucketState state, PutSettings command) {
        if (!state.exists()) {
            return Effect().reply(command.replyTo(), new NoSuchBucket(name));
        }
        return Effect()
                .persist(new SettingsPut(command.settings(), clock.instant()))
                .thenReply(command.replyTo(), after -> new Done());
    }

    private Effect<BucketEvent, BucketState> admit(BucketState state, String lane, BucketCommand command) {
        return switch (lanes.admit(lane, command)) {
            case RUNS -> run(state, command);
            case WAITS -> Effect().none();
            case REFUSED -> {
                ChannelChanges.unavailable(command);
                yield Effect().none();
            }
        };
    }

    private Effect<BucketEvent, BucketState> run(BucketState state, BucketCommand command) {
        if (command instanceof CreateBucket create) {
            return create(state, create);
        }
        if (command instanceof DeleteBucket delete) {
            return delete(state, delete);
        }
        return outcome(command, changes.begin(state, command, lanes.running()));
    }

    private Effect<BucketEvent, BucketState> onAnswer(BucketState state, Answer answer) {
        BucketCommand command = answer.command();
        if (answer.reply().isEmpty()) {
            context.getLog()
                    .warn(
                            "Bucket {}: no answer in time to {}",
                            name,
                            command.getClass().getSimpleName());
            ChannelChanges.unavailable(command);
            return finish(command);
        }
        ChannelMessage reply = answer.reply().get();
        if (command instanceof CreateBucket create) {
            return entered(create, (Entered) reply);
        }
        if (command instanceof DeleteBucket delete) {
            delete.replyTo().tell(new Done());
            return finish(command);
        }
        return outcome(command, changes.go(state, command, reply));
    }

    private Effect<BucketEvent, BucketState> outcome(BucketCommand command, ChannelChanges.Step step) {
        if (step instanceof ChannelChanges.Ask ask) {
            return ask(command, ask.answer());
        }
        ChannelChanges.Finish finish = (ChannelChanges.Finish) step;
        return Effect().persist(finish.events()).thenRun((BucketState after) -> {
            finish.reply().run();
            next(command);
        });
    }

    private Effect<BucketEvent, BucketState> create(BucketState state, CreateBucket command) {
        if (state.exists()) {
            BucketState.Profile profile = state.profile().get();
            boolean same = profile.settings().acl() == command.settings().acl();
            List<BucketEvent> events = same
                    ? List.of()
                    : List.of(new SettingsPut(
                            profile.settings().withAcl(command.settings().acl()), clock.instant()));
            return Effect().persist(events).thenRun((BucketState after) -> {
                command.replyTo().tell(new Done());
                next(command);
            });
        }
        if (!BucketName.isValid(name)) {
            command.replyTo().tell(new Unavailable());
            return finish(command);
        }
        return ask(command, services.askIndex(replyTo -> new BucketIndexCommand.AddBucket(name, replyTo)));
    }

    private Effect<BucketEvent, BucketState> entered(CreateBucket command, Entered entered) {
        if (!entered.accepted()) {
            command.replyTo().tell(new BucketReply.TooManyBuckets(entered.limit()));
            return finish(command);
        }
        return Effect()
                .persist(new BucketCreated(command.settings(), clock.instant()))
                .thenRun((BucketState after) -> {
                    context.getLog().info("Bucket {} created", name);
                    command.replyTo().tell(new Done());
                    next(command);
                });
    }

    private Effect<BucketEvent, BucketState> delete(BucketState state, DeleteBucket command) {
        if (!state.exists()) {
            command.replyTo().tell(new NoSuchBucket(name));
            return finish(command);
        }
        if (state.channels().size() > 0) {
            command.replyTo().tell(new BucketReply.NotEmpty(state.channels().size()));
            return finish(command);
        }
        boolean changing = lanes.running() > 1;
        if (changing) {
            command.replyTo().tell(new Unavailable());
            return finish(command);
        }
        return Effect().persist(new BucketDeleted(clock.instant())).thenRun((BucketState after) -> {
            context.getLog().info("Bucket {} deleted", name);
            pipe(command, services.askIndex(replyTo -> new BucketIndexCommand.RemoveBucket(name, replyTo)));
        });
    }

    private Effect<BucketEvent, BucketState> ask(
            BucketCommand command, CompletionStage<? extends ChannelMessage> answer) {
        pipe(command, answer);
        return Effect().none();
    }

    private void pipe(BucketCommand command, CompletionStage<? extends ChannelMessage> answer) {
        context.pipeToSelf(answer, (reply, failure) -> new Answer(command, Optional.ofNullable(reply)));
    }

    private Effect<BucketEvent, BucketState> finish(BucketCommand command) {
        next(command);
        return Effect().none();
    }

    private void next(BucketCommand done) {
        lanes.done(ChannelChanges.channelOf(done).orElse(OWN_LANE))
                .ifPresent(command -> context.getSelf().tell(new Turn(command)));
    }

    private Effect<BucketEvent, BucketState> onIdle(BucketState state, Idle idle) {
        if (lanes.running() == 0) {
            shard.tell(new ClusterSharding.Passivate<>(context.getSelf()));
        }
        return Effect().none();
    }
}
