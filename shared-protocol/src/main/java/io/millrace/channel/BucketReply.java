package io.millrace.channel;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What a Bucket actor answers. */
public sealed interface BucketReply extends ChannelMessage {

    /** To CreateBucket. */
    sealed interface BucketCreation extends BucketReply permits Done, TooManyBuckets, Unavailable {}

    /** To PutSettings. */
    sealed interface BucketDone extends BucketReply permits Done, NoSuchBucket {}

    /** To DeleteBucket. */
    sealed interface BucketDeletion extends BucketReply permits Done, NoSuchBucket, NotEmpty, Unavailable {}

    /** To GetBucket. */
    sealed interface BucketDescription extends BucketReply permits Bucket, NoSuchBucket {}

    /** To PutChannel. */
    sealed interface ChannelPut extends BucketReply
            permits Done, NoSuchBucket, ChannelExists, ChannelLive, TooManyChannels, Unavailable {}

    /** To SetChannelStatus. */
    sealed interface ChannelStatusSet extends BucketReply permits Done, NoSuchBucket, UnknownChannel, Unavailable {}

    /** To DeleteChannel. */
    sealed interface ChannelDeletion extends BucketReply permits Done, NoSuchBucket, ChannelLive, Unavailable {}

    /** To ListChannels. */
    sealed interface ChannelList extends BucketReply permits ChannelPage, NoSuchBucket {}

    /** The change is durable. */
    record Done()
            implements BucketCreation, BucketDone, BucketDeletion, ChannelPut, ChannelStatusSet, ChannelDeletion {}

    record NoSuchBucket(String bucket)
            implements BucketDone,
                    BucketDeletion,
                    BucketDescription,
                    ChannelPut,
                    ChannelStatusSet,
                    ChannelDeletion,
                    ChannelList {}

    /** @param limit how many buckets the cluster may have */
    record TooManyBuckets(int limit) implements BucketCreation {}

    record NotEmpty(int channels) implements BucketDeletion {}

    record Bucket(String name, BucketSettings settings, Instant createdAt, int channels) implements BucketDescription {}

    record ChannelExists() implements ChannelPut {}

    record ChannelLive() implements ChannelPut, ChannelDeletion {}

    record TooManyChannels(int limit) implements ChannelPut {}

    record UnknownChannel() implements ChannelStatusSet {}

    /**
     * Another actor did not answer in time, or too much waits already; the change may or may not have been made, and may
     * be asked for again.
     */
    record Unavailable() implements BucketCreation, BucketDeletion, ChannelPut, ChannelStatusSet, ChannelDeletion {}

    /** One channel in a listing. */
    record ChannelEntry(
            String name, String description, ChannelStatus status, Instant lastModified, String playlistName) {}

    /** @param nextMarker the marker of the next page, if there are more */
    record ChannelPage(List<ChannelEntry> channels, Optional<String> nextMarker) implements ChannelList {
        public ChannelPage {
            channels = List.copyOf(channels);
        }
    }
}
