package io.millrace.controlplane;

import akka.actor.typed.ActorRef;
import io.millrace.channel.BucketCommand;
import io.millrace.channel.BucketIndexCommand;
import io.millrace.channel.BucketReply;
import io.millrace.channel.BucketReply.Bucket;
import io.millrace.channel.ChannelCommand;
import io.millrace.channel.ChannelId;
import io.millrace.channel.ClusterChannels;
import io.millrace.channel.DeliveryCommand;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** Questions to the actors of channels and buckets; a stage fails if no answer comes in time. */
public final class Actors {
    private final ClusterChannels channels;
    private final Duration timeout;

    public Actors(ClusterChannels channels, Duration timeout) {
        this.channels = channels;
        this.timeout = timeout;
    }

    public <R> CompletionStage<R> channel(ChannelId id, Function<ActorRef<R>, ChannelCommand> command) {
        return channels.channel(id).ask(command::apply, timeout);
    }

    public <R> CompletionStage<R> delivery(ChannelId id, Function<ActorRef<R>, DeliveryCommand> command) {
        return channels.delivery(id).ask(command::apply, timeout);
    }

    public <R> CompletionStage<R> bucket(String name, Function<ActorRef<R>, BucketCommand> command) {
        return channels.bucket(name).ask(command::apply, timeout);
    }

    public <R> CompletionStage<R> bucketIndex(Function<ActorRef<R>, BucketIndexCommand> command) {
        return channels.bucketIndex().ask(command::apply, timeout);
    }

    /** Empty if there is none of that name. */
    public CompletionStage<Optional<Bucket>> find(String bucket) {
        return this.<BucketReply.BucketDescription>bucket(bucket, BucketCommand.GetBucket::new)
                .thenApply(reply -> reply instanceof Bucket found ? Optional.of(found) : Optional.empty());
    }
}
