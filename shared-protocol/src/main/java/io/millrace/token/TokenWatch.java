package io.millrace.token;

import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import akka.cluster.ddata.LWWRegister;
import akka.cluster.ddata.typed.javadsl.DistributedData;
import akka.cluster.ddata.typed.javadsl.Replicator;
import akka.cluster.ddata.typed.javadsl.ReplicatorMessageAdapter;
import java.util.function.Consumer;

/** Reads the board: tells of whatever is put up, and at first of what is there. */
final class TokenWatch extends AbstractBehavior<TokenWatch.Change> {
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
        replicator.subscribe(TokenBoard.keys(), Change::new);
        for (int page = 0; page < TokenBoard.PAGES; page++) {
            replicator.subscribe(TokenBoard.page(page), Change::new);
        }
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
