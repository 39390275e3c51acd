package io.millrace.controlplane.token;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.persistence.typed.PersistenceId;
import akka.persistence.typed.RecoveryCompleted;
import akka.persistence.typed.javadsl.CommandHandler;
import akka.persistence.typed.javadsl.Effect;
import akka.persistence.typed.javadsl.EventHandler;
import akka.persistence.typed.javadsl.EventSourcedBehavior;
import akka.persistence.typed.javadsl.RetentionCriteria;
import akka.persistence.typed.javadsl.SignalHandler;
import io.millrace.controlplane.token.IssuerCommand.GetSigningKey;
import io.millrace.controlplane.token.IssuerCommand.ImportKey;
import io.millrace.controlplane.token.IssuerCommand.ListKeys;
import io.millrace.controlplane.token.IssuerCommand.RemoveKey;
import io.millrace.controlplane.token.IssuerCommand.Revoke;
import io.millrace.controlplane.token.IssuerCommand.WakeUp;
import io.millrace.controlplane.token.IssuerEvent.KeyImported;
import io.millrace.controlplane.token.IssuerEvent.KeyMade;
import io.millrace.controlplane.token.IssuerEvent.KeyRemoved;
import io.millrace.controlplane.token.IssuerEvent.KeyUsed;
import io.millrace.controlplane.token.IssuerEvent.TokenRevoked;
import io.millrace.controlplane.token.IssuerReply.AllKeys;
import io.millrace.controlplane.token.IssuerReply.Done;
import io.millrace.controlplane.token.IssuerReply.SigningKey;
import io.millrace.controlplane.token.IssuerReply.TakenKeyId;
import io.millrace.controlplane.token.IssuerReply.TooManyKeys;
import io.millrace.controlplane.token.IssuerReply.TooManyRevoked;
import io.millrace.controlplane.token.IssuerReply.UnknownKey;
import io.millrace.token.TokenBoard;
import io.millrace.token.TokenNews;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * Owns the keys by which tokens are signed and checked, and which tokens are revoked; there is one in a cluster, which
 * always runs. Whatever changes is in the journal first, then put up for all nodes, then answered.
 */
public final class TokenIssuer extends EventSourcedBehavior<TokenMessage, IssuerEvent, IssuerState> {
    private static final int SNAPSHOTS_KEPT = 2;
    private static final Duration TICK = Duration.ofMinutes(1);

    private final TokenSettings settings;
    private final KeyRotation rotation;
    private final Function<TokenNews, CompletionStage<Boolean>> board;
    private final InstantSource clock;
    private final ActorContext<TokenMessage> context;
    /** Completes when the nodes know the keys of now. */
    private CompletionStage<?> keysOut = CompletableFuture.completedFuture(true);

    enum Tick implements TokenMessage {
        TICK
    }

    /** @param board puts news up for all nodes, as {@link TokenBoard#put} does */
    static Behavior<TokenMessage> create(
            TokenSettings settings,
            KeyCipher cipher,
            Function<TokenNews, CompletionStage<Boolean>> board,
            InstantSource clock) {
        return Behaviors.setup(context -> Behaviors.withTimers(timers -> {
            timers.startTimerWithFixedDelay(Tick.TICK, TICK);
            return new TokenIssuer(settings, cipher, board, clock, context);
        }));
    }

    private TokenIssuer(
            TokenSettings settings,
            KeyCipher cipher,
            Function<TokenNews, CompletionStage<Boolean>> board,
            InstantSource clock,
            ActorContext<TokenMessage> context) {
        super(PersistenceId.ofUniqueId("TokenIssuer|" + IssuerCommand.ENTITY_ID));
        this.settings = settings;
        this.rotation = new KeyRotation(cipher, settings.keyRotation());
        this.board = board;
        this.clock = clock;
        this.context = context;
        context.setLoggerName(TokenIssuer.class);
    }

    @Override
    public IssuerState emptyState() {
        return IssuerState.EMPTY;
    }

    @Override
    public RetentionCriteria retentionCriteria() {
        return RetentionCriteria.snapshotEvery(settings.snapshotEvery(), SNAPSHOTS_KEPT)
                .withDeleteEventsOnSnapshot();
    }

    @Override
    public EventHandler<IssuerState, IssuerEvent> eventHandler() {
        return newEventHandlerBuilder()
                .forAnyState()
                .onEvent(KeyMade.class, IssuerState::made)
                .onEvent(KeyUsed.class, IssuerState::used)
                .onEvent(KeyImported.class, IssuerState::keyImported)
                .onEvent(KeyRemoved.class, IssuerState::keyRemoved)
                .onEvent(TokenRevoked.class, IssuerState::tokenRevoked)
                .build();
    }

    @Override
    public SignalHandler<IssuerState> signalHandler() {
        return newSignalHandlerBuilder()
                .onSignal(RecoveryCompleted.instance(), this::onRecovered)
                .build();
    }

    /** The nodes may have started together with this actor, and know nothing yet. */
    private void onRecovered(IssuerState state) {
        for (int page = 0; page < TokenBoard.PAGES; page++) {
            putRevoked(state, page);
        }
        putKeys(state);
        context.getSelf().tell(Tick.TICK);
    }

    @Override
    public CommandHandler<TokenMessage, IssuerEvent, IssuerState> commandHandler() {
        return newCommandHandlerBuilder()
                .forAnyState()
                .onCommand(WakeUp.class, (state, wakeUp) -> Effect().none())
                .onCommand(Tick.class, (state, tick) -> onTick(state))
                .onCommand(GetSigningKey.class, this::onGetSigningKey)
                .onCommand(ListKeys.class, (state, ask) -> Effect()
                        .reply(ask.replyTo(), new AllKeys(state.own(), state.imported())))
                .onCommand(ImportKey.class, this::onImport)
                .onCommand(RemoveKey.class, this::onRemove)
                .onCommand(Revoke.class, this::onRevoke)
                .build();
    }

    private Effect<IssuerEvent, IssuerState> onTick(IssuerState state) {
        List<IssuerEvent> due = rotation.due(state, clock.instant());
        return due.isEmpty()
                ? Effect().none()
                : Effect().persist(due).thenRun((IssuerState after) -> keysChanged(after, due));
    }

    private void keysChanged(IssuerState state, List<IssuerEvent> events) {
        for (IssuerEvent event : events) {
            if (event instanceof KeyMade made) {
                context.getLog()
                        .info(
                                "Token key {} signs from {}",
                                made.key().id(),
                                made.key().signsFrom());
            } else if (event instanceof KeyRemoved removed) {
                context.getLog().info("Token key {} removed", removed.id());
            }
        }
        putKeys(state);
    }

    private Effect<IssuerEvent, IssuerState> onGetSigningKey(IssuerState state, GetSigningKey command) {
        Instant now = clock.instant();
        Optional<OwnKey> signing = rotation.signing(state, now);
        List<IssuerEvent> due = signing.isPresent() ? List.of() : rotation.due(state, now);
        OwnKey key = signing.orElseGet(() -> madeBy(due));
        List<IssuerEvent> events = new ArrayList<>(due);
        if (key.usedUntil().filter(until -> !until.isBefore(command.expiry())).isEmpty()) {
            // Not for each token: it is enough to know the hour.
            Instant hour = command.expiry().truncatedTo(ChronoUnit.HOURS).plus(1, ChronoUnit.HOURS);
            events.add(new KeyUsed(key.id(), hour));
        }
        SigningKey reply = new SigningKey(key.id(), key.sealedPrivateKey());
        return Effect().persist(events).thenRun((IssuerState after) -> {
            if (!due.isEmpty()) {
                keysChanged(after, due);
            }
            keysOut.whenComplete((done, failure) -> command.replyTo().tell(reply));
        });
    }

    private static OwnKey madeBy(List<IssuerEvent> due) {
        return due.stream()
                .filter(KeyMade.class::isInstance)
                .map(event -> ((KeyMade) event).key())
                .findFirst()
                .orElseThrow();
    }

    private Effect<IssuerEvent, IssuerState> onImport(IssuerState state, ImportKey command) {
        ImportedKey key = command.key();
        if (state.ownKey(key.id()).isPresent()) {
            return Effect().reply(command.replyTo(), new TakenKeyId());
        }
        Optional<ImportedKey> before = state.importedKey(key.id());
        if (before.isEmpty() && state.imported().size() >= settings.maxImportedKeys()) {
            return Effect().reply(command.replyTo(), new TooManyKeys(settings.maxImportedKeys()));
        }
        if (before.filter(key::sameAs).isPresent()) {
            return Effect().none().thenRun((IssuerState same) -> replyOnceKeysAreOut(command.replyTo(), new Done()));
        }
        return Effect().persist(new KeyImported(key)).thenRun((IssuerState after) -> {
            context.getLog().info("Token key {} of {} imported", key.id(), key.issuer());
            putKeys(after);
            replyOnceKeysAreOut(command.replyTo(), new Done());
        });
    }

    private <R> void replyOnceKeysAreOut(ActorRef<R> replyTo, R reply) {
        keysOut.whenComplete((done, failure) -> replyTo.tell(reply));
    }

    private Effect<IssuerEvent, IssuerState> onRemove(IssuerState state, RemoveKey command) {
        if (state.ownKey(command.id()).isEmpty()
                && state.importedKey(command.id()).isEmpty()) {
            return Effect().reply(command.replyTo(), new UnknownKey());
        }
        List<IssuerEvent> events = List.of(new KeyRemoved(command.id(), clock.instant()));
        return Effect().persist(events).thenRun((IssuerState after) -> {
            keysChanged(after, events);
            replyOnceKeysAreOut(command.replyTo(), new Done());
            context.getSelf().tell(Tick.TICK);
        });
    }

    private Effect<IssuerEvent, IssuerState> onRevoke(IssuerState state, Revoke command) {
        Instant now = clock.instant();
        int page = TokenBoard.pageOf(command.id());
        if (state.revoked().containsKey(command.id()) || IssuerState.isOver(command.expiry(), now)) {
            return Effect().none().thenRun((IssuerState same) -> revoked(same, page, command.replyTo()));
        }
        if (state.revokedCount(now) >= settings.maxRevoked()) {
            return Effect().reply(command.replyTo(), new TooManyRevoked(settings.maxRevoked()));
        }
        return Effect()
                .persist(new TokenRevoked(command.id(), command.expiry(), now))
                .thenRun((IssuerState after) -> revoked(after, page, command.replyTo()));
    }

    private void revoked(IssuerState state, int page, ActorRef<IssuerReply.Revoking> replyTo) {
        putRevoked(state, page).whenComplete((done, failure) -> replyTo.tell(new Done()));
    }

    private CompletionStage<Boolean> putRevoked(IssuerState state, int page) {
        return board.apply(state.revokedNews(page, lastSequenceNumber(context)));
    }

    private void putKeys(IssuerState state) {
        keysOut = board.apply(state.keyNews(lastSequenceNumber(context)));
    }
}
