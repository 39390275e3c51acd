package io.millrace.controlplane.bucket;

import akka.actor.typed.ActorRef;
import io.millrace.channel.BucketIndexCommand;
import io.millrace.channel.BucketIndexCommand.Entered;
import io.millrace.channel.ChannelCommand;
import io.millrace.channel.ChannelId;
import io.millrace.channel.ClusterChannels;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** The other actors that a Bucket asks; a stage fails when one does not answer in time. */
interface BucketServices {

    <R> CompletionStage<R> askChannel(ChannelId channel, Function<ActorRef<R>, ChannelCommand> command);

    CompletionStage<Entered> askIndex(Function<ActorRef<Entered>, BucketIndexCommand> command);

    static BucketServices of(ClusterChannels cluster, Duration timeout) {
        return new BucketServices() {
            @Override
            public <R> CompletionStage<R> askChannel(ChannelId id, Function<ActorRef<R>, ChannelCommand> command) {
                return cluster.channel(id).ask(command::apply, timeout);
            }

            @Override
            public CompletionStage<Entered> askIndex(Function<ActorRef<Entered>, BucketIndexCommand> command) {
                return cluster.bucketIndex().ask(command::apply, timeout);
            }
        };
    }
}
