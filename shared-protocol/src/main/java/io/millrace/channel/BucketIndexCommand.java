package io.millrace.channel;

import akka.actor.typed.ActorRef;
import java.util.List;

/** What the one BucketIndex actor of a cluster can be asked: it holds the names of all buckets. */
public sealed interface BucketIndexCommand extends ChannelMessage {
    /** The entity id of the only BucketIndex. */
    String ENTITY_ID = "buckets";

    /** Enters the name; a name already there is acknowledged, and refused only over the limit of buckets. */
    record AddBucket(String name, ActorRef<Entered> replyTo) implements BucketIndexCommand {}

    record RemoveBucket(String name, ActorRef<Entered> replyTo) implements BucketIndexCommand {}

    record ListBuckets(ActorRef<BucketNames> replyTo) implements BucketIndexCommand {}

    /**
     * @param accepted false if the cluster has as many buckets as it may
     * @param limit how many that is
     */
    record Entered(boolean accepted, int limit) implements ChannelMessage {}

    /** Every bucket's name, in order. */
    record BucketNames(List<String> names) implements ChannelMessage {
        public BucketNames {
            names = List.copyOf(names);
        }
    }
}
