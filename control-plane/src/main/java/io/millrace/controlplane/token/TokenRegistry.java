package io.millrace.controlplane.token;

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
import io.millrace.controlplane.token.RegistryCommand.Enter;
import io.millrace.controlplane.token.RegistryCommand.FindToken;
import io.millrace.controlplane.token.RegistryCommand.ListTokens;
import io.millrace.controlplane.token.RegistryCommand.NoteRevoked;
import io.millrace.controlplane.token.RegistryEvent.TokenIssued;
import io.millrace.controlplane.token.RegistryEvent.TokenRevoked;
import io.millrace.controlplane.token.RegistryReply.Entered;
import io.millrace.controlplane.token.RegistryReply.Found;
import io.millrace.controlplane.token.RegistryReply.TokenPage;
import io.millrace.controlplane.token.RegistryReply.TooManyTokens;
import io.millrace.controlplane.token.RegistryReply.UnknownToken;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** Knows the tokens of one bucket that have not expired, up to a number. */
public final class TokenRegistry extends EventSourcedBehavior<TokenMessage, RegistryEvent, RegistryState> {
    private static final int SNAPSHOTS_KEPT = 2;

    private final TokenSettings settings;
    private final InstantSource clock;
    private final ActorRef<ClusterSharding.ShardCommand> shard;
    private final ActorContext<TokenMessage> context;

    private enum Idle implements TokenMessage {
        IDLE
    }

    /** @param shard is asked to stop the actor when it is idle */
    static Behavior<TokenMessage> create(
            String bucket, TokenSettings settings, InstantSource clock, ActorRef<ClusterSharding.ShardCommand> shard) {
        return Behaviors.setup(context -> new TokenRegistry(bucket, settings, clock, shard, context));
    }

    private TokenRegistry(
            String bucket,
            TokenSettings settings,
            InstantSource clock,
            ActorRef<ClusterSharding.ShardCommand> shard,
            ActorContext<TokenMessage> context) {
        super(PersistenceId.ofUniqueId("TokenRegistry|" + bucket));
        this.settings = settings;
        this.clock = clock;
        this.shard = shard;
        this.context = context;
        context.setLoggerName(TokenRegistry.class);
        context.setReceiveTimeout(settings.passivateAfter(), Idle.IDLE);
    }

    @Override
    public RegistryState emptyState() {
        return RegistryState.EMPTY;
    }

    @Override
    public RetentionCriteria retentionCriteria() {
        return RetentionCriteria.snapshotEvery(settings.snapshotEvery(), SNAPSHOTS_KEPT)
                .withDeleteEventsOnSnapshot();
    }

    @Override
    public EventHandler<RegistryState, RegistryEvent> eventHandler() {
        return newEventHandlerBuilder()
                .forAnyState()
                .onEvent(TokenIssued.class, RegistryState::issued)
                .onEvent(TokenRevoked.class, RegistryState::revoked)
                .build();
    }

    @Override
    public CommandHandler<TokenMessage, RegistryEvent, RegistryState> commandHandler() {
        return newCommandHandlerBuilder()
                .forAnyState()
                .onCommand(Enter.class, this::onEnter)
                .onCommand(FindToken.class, this::onFind)
                .onCommand(ListTokens.class, this::onList)
                .onCommand(NoteRevoked.class, this::onNoteRevoked)
                .onCommand(Idle.class, this::onIdle)
                .build();
    }

    private Effect<RegistryEvent, RegistryState> onEnter(RegistryState state, Enter command) {
        if (state.count(clock.instant()) >= settings.maxTokens()) {
            return Effect().reply(command.replyTo(), new TooManyTokens(settings.maxTokens()));
        }
        return Effect().persist(new TokenIssued(command.entry())).thenReply(command.replyTo(), after -> new Entered());
    }

    private Effect<RegistryEvent, RegistryState> onFind(RegistryState state, FindToken command) {
        return Effect().reply(command.replyTo(), finding(state, command.id()));
    }

    private RegistryReply.Finding finding(RegistryState state, String id) {
        return state.find(id, clock.instant())
                .<RegistryReply.Finding>map(Found::new)
                .orElseGet(UnknownToken::new);
    }

    private Effect<RegistryEvent, RegistryState> onList(RegistryState state, ListTokens command) {
        List<TokenEntry> oneMore = state.list(command.marker(), command.max() + 1, clock.instant());
        List<TokenEntry> page = oneMore.subList(0, Math.min(command.max(), oneMore.size()));
        Optional<String> next = oneMore.size() > command.max()
                ? Optional.of(page.get(page.size() - 1).id())
                : Optional.empty();
        return Effect().reply(command.replyTo(), new TokenPage(page, next));
    }

    private Effect<RegistryEvent, RegistryState> onNoteRevoked(RegistryState state, NoteRevoked command) {
        Instant now = clock.instant();
        boolean live = state.find(command.id(), now)
                .filter(entry -> entry.revokedAt().isEmpty())
                .isPresent();
        if (!live) {
            return Effect().reply(command.replyTo(), finding(state, command.id()));
        }
        return Effect()
                .persist(new TokenRevoked(command.id(), now))
                .thenReply(command.replyTo(), after -> finding(after, command.id()));
    }

    private Effect<RegistryEvent, RegistryState> onIdle(RegistryState state, Idle idle) {
        shard.tell(new ClusterSharding.Passivate<>(context.getSelf()));
        return Effect().none();
    }
}
