package io.millrace.controlplane.bucket;

import io.millrace.channel.BucketName;
import io.millrace.config.Settings;
import java.time.Duration;
import java.util.Optional;

/**
 * How the Bucket and BucketIndex actors work ({@code millrace.bucket}).
 *
 * @param defaultBucket the bucket that a fresh cluster begins with, if any
 * @param defaultHls whether the channels of the default bucket have HLS
 * @param maxChannels the limit of channels that the default bucket gets
 * @param answerTimeout how long another actor has to answer
 * @param maxWaiting how many changes of a bucket's channels may wait or run at a time
 * @param maxWaitingPerChannel how many of them for one channel
 */
public record BucketActorSettings(
        Optional<String> defaultBucket,
        boolean defaultHls,
        int maxBuckets,
        int maxChannels,
        int maxListed,
        Duration answerTimeout,
        int maxWaiting,
        int maxWaitingPerChannel,
        Duration passivateAfter,
        int snapshotEvery) {

    public static BucketActorSettings from(Settings section) {
        String name = section.text("default");
        if (!name.isEmpty() && !BucketName.isValid(name)) {
            throw section.wrong("default", name, "3 to 63 of a-z 0-9 - _, or nothing");
        }
        return new BucketActorSettings(
                name.isEmpty() ? Optional.empty() : Optional.of(name),
                section.flag("default-hls"),
                section.integer("max-buckets", 1, 10_000),
                section.integer("max-channels", 1, 100_000),
                section.integer("max-listed", 1, 1_000),
                section.duration("answer-timeout", Duration.ofMillis(100), Duration.ofMinutes(1)),
                section.integer("max-waiting", 1, 100_000),
                section.integer("max-waiting-per-channel", 1, 1_000),
                section.duration("passivate-after", Duration.ofSeconds(1), Duration.ofDays(1)),
                section.integer("snapshot-every", 10, 100_000));
    }
}
