package io.millrace.controlplane.bucket;

import akka.actor.typed.ActorRef;
import io.millrace.channel.BucketIndexCommand;
import io.millrace.channel.BucketIndexCommand.Entered;
import io.millrace.channel.ChannelCommand;
import io.millrace.channel.ChannelId;
import io.millrace.channel.ChannelMessage;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** Other actors that answer what, and when, a test says. */
final class TestingBucketServices implements BucketServices {
    private final ActorRef<?> nobody;
    private final BlockingQueue<Asked> asked = new LinkedBlockingQueue<>();

    record Asked(String channel, ChannelMessage command, CompletableFuture<Object> answer) {}

    TestingBucketServices(ActorRef<?> nobody) {
        this.nobody = nobody;
    }

    @Override
    public <R> CompletionStage<R> askChannel(ChannelId channel, Function<ActorRef<R>, ChannelCommand> command) {
        return enter(channel.channel(), command.apply(nobody()));
    }

    @Override
    public CompletionStage<Entered> askIndex(Function<ActorRef<Entered>, BucketIndexCommand> command) {
        return enter("", command.apply(nobody()));
    }

    @SuppressWarnings("unchecked")
    private <R> ActorRef<R> nobody() {
        return (ActorRef<R>) nobody;
    }

    @SuppressWarnings("unchecked")
    private <R> CompletionStage<R> enter(String channel, ChannelMessage command) {
        CompletableFuture<Object> answer = new CompletableFuture<>();
        asked.add(new Asked(channel, command, answer));
        return (CompletionStage<R>) answer;
    }

    /** The next ask, once it has come. */
    Asked next() {
        try {
            Asked next = asked.poll(30, TimeUnit.SECONDS);
            if (next == null) {
                throw new AssertionError("nothing was asked");
            }
            return next;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    boolean isQuiet() {
        return asked.isEmpty();
    }
}
