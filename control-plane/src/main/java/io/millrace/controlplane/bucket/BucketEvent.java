package io.millrace.controlplane.bucket;

import io.millrace.channel.BucketReply.ChannelEntry;
import io.millrace.channel.BucketSettings;
import io.millrace.controlplane.persistence.Persistent;
import java.time.Instant;

/**
 * What has happened to a bucket. This file is a file format: the class names and component names are what the journal
 * says, so none is ever renamed or moved, and a new component needs a Jackson migration, unless the
 * value that Jackson gives a missing one (false, 0, null) is what the old events mean.
 */
sealed interface BucketEvent extends Persistent {

    record BucketCreated(BucketSettings settings, Instant at) implements BucketEvent {}

    record SettingsPut(BucketSettings settings, Instant at) implements BucketEvent {}

    record ChannelEntered(ChannelEntry entry) implements BucketEvent {}

    record ChannelRemoved(String channel) implements BucketEvent {}

    record BucketDeleted(Instant at) implements BucketEvent {}
}
