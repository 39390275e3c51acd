package io.millrace.edge.viewer;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.millrace.admission.Limit;
import io.millrace.auth.LiveRight;
import io.millrace.auth.LiveRights;
import io.millrace.auth.Right;
import io.millrace.auth.StreamAction;
import io.millrace.channel.BucketReply.Bucket;
import io.millrace.quota.BucketPlace;
import io.millrace.quota.BucketQuotas;
import io.millrace.quota.Excess;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Lets those in who may play, as long as this edge, their bucket and their token have room for one more. Safe on any
 * thread.
 */
public final class Entrance {
    private final ViewerLimit limit;
    private final BucketQuotas quotas;
    private final LiveRights rights;
    private final Map<Excess, Counter> refusals;
    private final Counter tokenRefusals;

    public Entrance(ViewerLimit limit, BucketQuotas quotas, LiveRights rights, MeterRegistry registry) {
        this.limit = limit;
        this.quotas = quotas;
        this.rights = rights;
        this.refusals = Arrays.stream(Excess.values())
                .filter(excess -> excess != Excess.PUBLISHERS)
                .collect(Collectors.toMap(
                        Function.identity(),
                        excess -> counter(registry, "bucket-" + excess.name().toLowerCase(Locale.ROOT)),
                        (one, other) -> one,
                        () -> new EnumMap<>(Excess.class)));
        this.tokenRefusals = counter(registry, "token-viewers");
    }

    private static Counter counter(MeterRegistry registry, String limit) {
        return Counter.builder("millrace.edge.limits.refused")
                .description("viewers refused because their bucket or token had as much as it may")
                .tag("limit", limit)
                .register(registry);
    }

    /** @return a {@link Stay}, which is owed a {@link Stay#leave}, or what stands against it */
    public Entry enter(Bucket bucket, Right right) {
        Optional<Limit> full = limit.tryEnter();
        if (full.isPresent()) {
            return new Entry.Full(full.get());
        }
        Excess[] excess = new Excess[1];
        Optional<BucketPlace> place = quotas.enterViewer(bucket, refusal -> excess[0] = refusal);
        if (place.isEmpty()) {
            limit.leave();
            refusals.get(excess[0]).increment();
            return new Entry.Exceeded(excess[0]);
        }
        Optional<LiveRight> live =
                rights.enter(StreamAction.PLAY, right, bucket.settings().security());
        if (live.isEmpty()) {
            limit.leave();
            place.get().leave();
            tokenRefusals.increment();
            return new Entry.TokenExceeded();
        }
        return new Stay(limit, place.get(), live.get());
    }

    /** What stands against one more who takes no place, as HLS players do not; empty if nothing does. */
    public Optional<Entry> shortage(Bucket bucket) {
        Optional<Entry> full = limit.shortage().map(Entry.Full::new);
        return full.or(() -> quotas.shortage(bucket).map(Entry.Exceeded::new));
    }
}
