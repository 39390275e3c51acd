package io.millrace.auth;

import io.millrace.channel.BucketCommand;
import io.millrace.channel.BucketIndexCommand;
import io.millrace.channel.BucketReply;
import io.millrace.channel.BucketReply.Bucket;
import io.millrace.channel.ClusterChannels;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** Asks the actors of the buckets anew each time. */
public final class ClusterBuckets implements Buckets {
    private final ClusterChannels channels;
    private final Duration timeout;

    public ClusterBuckets(ClusterChannels channels, Duration timeout) {
        this.channels = channels;
        this.timeout = timeout;
    }

    @Override
    public CompletionStage<Optional<Bucket>> find(String name) {
        CompletionStage<BucketReply.BucketDescription> answer =
                channels.bucket(name).ask(BucketCommand.GetBucket::new, timeout);
        return answer.thenApply(
                description -> description instanceof Bucket bucket ? Optional.of(bucket) : Optional.empty());
    }

    @Override
    public CompletionStage<List<String>> names() {
        CompletionStage<BucketIndexCommand.BucketNames> answer =
                channels.bucketIndex().ask(BucketIndexCommand.ListBuckets::new, timeout);
        return answer.thenApply(BucketIndexCommand.BucketNames::names);
    }
}
