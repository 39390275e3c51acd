package io.millrace.token;

import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import akka.cluster.ddata.Key;
import akka.cluster.ddata.LWWRegister;
import akka.cluster.ddata.typed.javadsl.DistributedData;
import akka.cluster.ddata.typed.javadsl.Replicator;
import akka.cluster.ddata.typed.javadsl.ReplicatorMessageAdapter;
import java.time.Duration;
import java.util.function.Consumer;

/** Reads the board: tells of whatever is put up, and at first of what is there. */
final class TokenWatch extends AbstractBehavior<TokenWatch.Change> {
    private static final Duration READ_LIMIT = Duration.ofSeconds(2);

    private final Consumer<TokenNews> listener;

    record Change(Replicator.SubscribeResponse<LWWRegister<TokenNews>> response) {}

    static Behavior<Change> create(Consumer<TokenNews> listener) {
        return Behaviors.setup(context -> DistributedData.withReplicatorMessageAdapter(
                (ReplicatorMessageAdapter<Change, LWWRegister<TokenNews>> replicator) ->
                        new TokenWatch(context, replicator, listener)));
    }

    private TokenWatch(
            ActorContext<Change> context,
            ReplicatorMessageAdapter<Change, LWWRegister<TokenNews>> replicator,
            Consumer<TokenNews> listener) {
        super(context);
        this.listener = listener;
        follow(replicator, TokenBoard.keys());
        for (int page = 0; page < TokenBoard.PAGES; page++) {
            follow(replicator, TokenBoard.page(page));
        }
    }

    /** What others have and this node lacks is repaired by reading it, and told like any change: sooner than by gossip. */
    private void follow(
            ReplicatorMessageAdapter<Change, LWWRegister<TokenNews>> replicator, Key<LWWRegister<TokenNews>> key) {
        replicator.subscribe(key, Change::new);
        DistributedData.get(getContext().getSystem())
                .replicator()
                .tell(new Replicator.Get<>(
                        key,
                        new Replicator.ReadMajority(READ_LIMIT),
                        getContext().getSystem().ignoreRef()));
    }

    @Override
    public Receive<Change> createReceive() {
        return newReceiveBuilder().onMessage(Change.class, this::onChange).build();
    }

    private Behavior<Change> onChange(Change change) {
        if (change.response() instanceof Replicator.Changed<LWWRegister<TokenNews>> changed) {
            listener.accept(changed.dataValue().getValue());
        }
        return this;
    }
}
