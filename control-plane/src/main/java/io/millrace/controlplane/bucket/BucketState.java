package io.millrace.controlplane.bucket;

import io.millrace.channel.BucketSettings;
import io.millrace.controlplane.persistence.Persistent;
import java.time.Instant;
import java.util.Optional;

/**
 * What is true of a bucket, as its events have made it; also its snapshot.
 *
 * @param profile empty if there is no such bucket
 */
record BucketState(Optional<Profile> profile, ChannelDirectory channels) implements Persistent {
    static final BucketState EMPTY = new BucketState(Optional.empty(), ChannelDirectory.EMPTY);

    record Profile(BucketSettings settings, Instant createdAt) {}

    boolean exists() {
        return profile.isPresent();
    }

    BucketState created(BucketEvent.BucketCreated event) {
        return new BucketState(Optional.of(new Profile(event.settings(), event.at())), channels);
    }

    BucketState settingsPut(BucketEvent.SettingsPut event) {
        Instant createdAt = profile.orElseThrow().createdAt();
        return new BucketState(Optional.of(new Profile(event.settings(), createdAt)), channels);
    }

    BucketState channelEntered(BucketEvent.ChannelEntered event) {
        return new BucketState(profile, channels.with(event.entry()));
    }

    BucketState channelRemoved(BucketEvent.ChannelRemoved event) {
        return new BucketState(profile, channels.without(event.channel()));
    }

    BucketState deleted(BucketEvent.BucketDeleted event) {
        return EMPTY;
    }
}
