package io.millrace.auth;

import akka.actor.typed.ActorRef;
import akka.cluster.sharding.typed.javadsl.EntityRef;
import io.millrace.channel.BucketCommand;
import io.millrace.channel.BucketIndexCommand;
import io.millrace.channel.BucketReply;
import io.millrace.channel.BucketReply.Bucket;
import io.millrace.channel.ClusterChannels;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** Asks the actors of the buckets anew each time; again and again, as one may just be on its way to another node. */
public final class ClusterBuckets implements Buckets {
    private static final Duration ONE_TRY = Duration.ofSeconds(1);

    private final ClusterChannels channels;
    private final Duration timeout;

    /** @param timeout how long an actor has to answer, all tries together */
    public ClusterBuckets(ClusterChannels channels, Duration timeout) {
        this.channels = channels;
        this.timeout = timeout;
    }

    @Override
    public CompletionStage<Optional<Bucket>> find(String name) {
        CompletionStage<BucketReply.BucketDescription> answer =
                ask(channels.bucket(name), BucketCommand.GetBucket::new, timeout);
        return answer.thenApply(
                description -> description instanceof Bucket bucket ? Optional.of(bucket) : Optional.empty());
    }

    @Override
    public CompletionStage<List<String>> names() {
        CompletionStage<BucketIndexCommand.BucketNames> answer =
                ask(channels.bucketIndex(), BucketIndexCommand.ListBuckets::new, timeout);
        return answer.thenApply(BucketIndexCommand.BucketNames::names);
    }

    private static <M, R> CompletionStage<R> ask(EntityRef<M> actor, Function<ActorRef<R>, M> question, Duration left) {
        if (left.compareTo(ONE_TRY) <= 0) {
            return actor.ask(question::apply, left);
        }
        return actor.<R>ask(question::apply, ONE_TRY)
                .exceptionallyCompose(failure -> ask(actor, question, left.minus(ONE_TRY)));
    }
}
