package io.millrace.controlplane.bucket;

import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.Behaviors;
import akka.persistence.typed.PersistenceId;
import akka.persistence.typed.javadsl.CommandHandler;
import akka.persistence.typed.javadsl.Effect;
import akka.persistence.typed.javadsl.EventHandler;
import akka.persistence.typed.javadsl.EventSourcedBehavior;
import akka.persistence.typed.javadsl.RetentionCriteria;
import io.millrace.channel.BucketIndexCommand;
import io.millrace.channel.BucketIndexCommand.AddBucket;
import io.millrace.channel.BucketIndexCommand.BucketNames;
import io.millrace.channel.BucketIndexCommand.Entered;
import io.millrace.channel.BucketIndexCommand.ListBuckets;
import io.millrace.channel.BucketIndexCommand.RemoveBucket;
import io.millrace.controlplane.bucket.BucketIndexEvent.BucketAdded;
import io.millrace.controlplane.bucket.BucketIndexEvent.BucketRemoved;

/** Holds the names of all buckets; there is one in a cluster. */
public final class BucketIndex extends EventSourcedBehavior<BucketIndexCommand, BucketIndexEvent, BucketIndexState> {
    private static final int SNAPSHOTS_KEPT = 2;

    private final BucketActorSettings settings;

    public static Behavior<BucketIndexCommand> create(BucketActorSettings settings) {
        return Behaviors.setup(context -> new BucketIndex(settings));
    }

    private BucketIndex(BucketActorSettings settings) {
        super(PersistenceId.ofUniqueId("BucketIndex|" + BucketIndexCommand.ENTITY_ID));
        this.settings = settings;
    }

    @Override
    public BucketIndexState emptyState() {
        return BucketIndexState.EMPTY;
    }

    @Override
    public RetentionCriteria retentionCriteria() {
        return RetentionCriteria.snapshotEvery(settings.snapshotEvery(), SNAPSHOTS_KEPT)
                .withDeleteEventsOnSnapshot();
    }

    @Override
    public EventHandler<BucketIndexState, BucketIndexEvent> eventHandler() {
        return newEventHandlerBuilder()
                .forAnyState()
                .onEvent(BucketAdded.class, BucketIndexState::added)
                .onEvent(BucketRemoved.class, BucketIndexState::removed)
                .build();
    }

    @Override
    public CommandHandler<BucketIndexCommand, BucketIndexEvent, BucketIndexState> commandHandler() {
        return newCommandHandlerBuilder()
                .forAnyState()
                .onCommand(AddBucket.class, this::onAdd)
                .onCommand(RemoveBucket.class, this::onRemove)
                .onCommand(ListBuckets.class, (state, ask) -> Effect()
                        .reply(ask.replyTo(), new BucketNames(state.names())))
                .build();
    }

    private Effect<BucketIndexEvent, BucketIndexState> onAdd(BucketIndexState state, AddBucket command) {
        boolean known = state.names().contains(command.name());
        boolean accepted = known || state.names().size() < settings.maxBuckets();
        Entered reply = new Entered(accepted, settings.maxBuckets());
        return accepted && !known
                ? Effect().persist(new BucketAdded(command.name())).thenReply(command.replyTo(), after -> reply)
                : Effect().reply(command.replyTo(), reply);
    }

    private Effect<BucketIndexEvent, BucketIndexState> onRemove(BucketIndexState state, RemoveBucket command) {
        Entered reply = new Entered(true, settings.maxBuckets());
        return state.names().contains(command.name())
                ? Effect().persist(new BucketRemoved(command.name())).thenReply(command.replyTo(), after -> reply)
                : Effect().reply(command.replyTo(), reply);
    }
}
