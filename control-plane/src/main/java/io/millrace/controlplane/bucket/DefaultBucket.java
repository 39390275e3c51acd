package io.millrace.controlplane.bucket;

import akka.actor.typed.ActorSystem;
import akka.pattern.Patterns;
import io.millrace.channel.BucketAcl;
import io.millrace.channel.BucketCommand;
import io.millrace.channel.BucketIndexCommand;
import io.millrace.channel.BucketIndexCommand.BucketNames;
import io.millrace.channel.BucketReply;
import io.millrace.channel.BucketSettings;
import io.millrace.channel.ClusterChannels;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Sees to it that a fresh cluster has its default bucket, which everybody on this machine may use. One that an operator
 * has deleted, with other buckets remaining, does not come back.
 */
public final class DefaultBucket {
    private static final int ATTEMPTS = 60;
    private static final Duration PAUSE = Duration.ofMillis(500);

    private final ClusterChannels cluster;
    private final BucketActorSettings settings;

    public DefaultBucket(ClusterChannels cluster, BucketActorSettings settings) {
        this.cluster = cluster;
        this.settings = settings;
    }

    /** Completes once the bucket is there, or need not be; asks again while the cluster is still starting. */
    public CompletionStage<Void> ensure(ActorSystem<?> system) {
        if (settings.defaultBucket().isEmpty()) {
            return CompletableFuture.completedFuture(null);
        }
        String name = settings.defaultBucket().get();
        return Patterns.retry(
                () -> ensure(name), ATTEMPTS, PAUSE, system.classicSystem().scheduler(), system.executionContext());
    }

    private CompletionStage<Void> ensure(String name) {
        CompletionStage<BucketNames> names =
                cluster.bucketIndex().ask(BucketIndexCommand.ListBuckets::new, settings.answerTimeout());
        return names.thenCompose(all -> isWanted(name, all.names()) ? createIfMissing(name) : done());
    }

    /** A name in the list without its bucket is a creation that a crash has cut short. */
    private static boolean isWanted(String name, List<String> names) {
        return names.isEmpty() || names.contains(name);
    }

    private CompletionStage<Void> createIfMissing(String name) {
        CompletionStage<BucketReply.BucketDescription> description =
                cluster.bucket(name).ask(BucketCommand.GetBucket::new, settings.answerTimeout());
        return description.thenCompose(found -> found instanceof BucketReply.Bucket ? done() : create(name));
    }

    private CompletionStage<Void> create(String name) {
        BucketSettings open = BucketSettings.of(
                BucketAcl.PUBLIC_READ_WRITE, true, true, true, !settings.defaultHls(), settings.maxChannels());
        CompletionStage<BucketReply.BucketCreation> creation = cluster.bucket(name)
                .ask(replyTo -> new BucketCommand.CreateBucket(open, replyTo), settings.answerTimeout());
        return creation.thenAccept(reply -> {
            if (!(reply instanceof BucketReply.Done)) {
                throw new IllegalStateException("bucket " + name + " cannot be created: " + reply);
            }
        });
    }

    private static CompletionStage<Void> done() {
        return CompletableFuture.completedFuture(null);
    }
}
