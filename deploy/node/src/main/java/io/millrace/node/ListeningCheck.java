package io.millrace.node;

import akka.actor.ActorSystem;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** Ready from the moment all listeners are open until the node begins to stop; named in akka.conf. */
public final class ListeningCheck implements Supplier<CompletionStage<Boolean>> {
    private final ManagementSetup setup;

    public ListeningCheck(ActorSystem system) {
        this.setup = system.settings().setup().get(ManagementSetup.class).orElseThrow();
    }

    @Override
    public CompletionStage<Boolean> get() {
        return CompletableFuture.completedFuture(setup.listening());
    }
}
