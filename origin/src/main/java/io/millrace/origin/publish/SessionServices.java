package io.millrace.origin.publish;

import akka.actor.typed.RecipientRef;
import io.micrometer.core.instrument.MeterRegistry;
import io.millrace.admission.Admission;
import io.millrace.auth.LiveRights;
import io.millrace.channel.BucketCommand;
import io.millrace.channel.ChannelCommand;
import io.millrace.channel.ChannelId;
import io.millrace.channel.OriginNode;
import io.millrace.origin.feed.FeedFactory;
import io.millrace.origin.segment.SegmentBudget;
import io.millrace.quota.BucketQuotas;
import io.millrace.storage.ObjectStore;
import io.millrace.webhook.RtmpCallbacks;
import java.util.function.Function;

/**
 * What every publish session of this node needs.
 *
 * @param channels the way to a channel's actor
 * @param buckets the way to a bucket's actor, by its name
 */
public record SessionServices(
        PublishSettings settings,
        Admission admission,
        LiveRights rights,
        BucketQuotas quotas,
        RtmpCallbacks callbacks,
        OriginNode node,
        Function<ChannelId, RecipientRef<ChannelCommand>> channels,
        Function<String, RecipientRef<BucketCommand>> buckets,
        FeedFactory feeds,
        SegmentBudget budget,
        ObjectStore store,
        MeterRegistry meters) {}
