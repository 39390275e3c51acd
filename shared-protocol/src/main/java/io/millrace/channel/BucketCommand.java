package io.millrace.channel;

import akka.actor.typed.ActorRef;

/** What a Bucket actor can be asked. Creating, deleting and switching channels goes through it, as it lists them. */
public sealed interface BucketCommand extends ChannelMessage {

    /** Creates the bucket; of an existing one it changes the ACL only, as OSS's PutBucket does. */
    record CreateBucket(BucketSettings settings, ActorRef<BucketReply.BucketCreation> replyTo)
            implements BucketCommand {}

    /** Removes the bucket; refused while it has channels. Its objects must have gone before. */
    record DeleteBucket(ActorRef<BucketReply.BucketDeletion> replyTo) implements BucketCommand {}

    record PutSettings(BucketSettings settings, ActorRef<BucketReply.BucketDone> replyTo) implements BucketCommand {}

    record GetBucket(ActorRef<BucketReply.BucketDescription> replyTo) implements BucketCommand {}

    /** @param onlyIfAbsent answer {@link BucketReply.ChannelExists} instead of overwriting */
    record PutChannel(
            String channel,
            ChannelConfig config,
            ChannelStatus status,
            boolean onlyIfAbsent,
            ActorRef<BucketReply.ChannelPut> replyTo)
            implements BucketCommand {
        public PutChannel {
            if (!ChannelId.isValidChannelName(channel)) {
                throw new IllegalArgumentException("channel name: " + channel);
            }
        }
    }

    record SetChannelStatus(String channel, ChannelStatus status, ActorRef<BucketReply.ChannelStatusSet> replyTo)
            implements BucketCommand {}

    /** Deletes a channel; of an unknown one it is done already. */
    record DeleteChannel(String channel, ActorRef<BucketReply.ChannelDeletion> replyTo) implements BucketCommand {}

    /**
     * Lists channels in the order of their names' UTF-8 bytes.
     *
     * @param marker names after this one only; empty for the beginning
     */
    record ListChannels(String prefix, String marker, int maxKeys, ActorRef<BucketReply.ChannelList> replyTo)
            implements BucketCommand {}
}
