package io.millrace.quota;

import io.millrace.channel.BucketLimits;
import io.millrace.channel.BucketReply.Bucket;
import io.millrace.channel.ChannelId;
import io.millrace.cluster.BucketLoad;
import io.millrace.cluster.NodeStatus;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Holds the buckets' limits on this node: what a bucket takes here, to the last viewer, and what it takes elsewhere, as
 * the other nodes have announced it. So the whole is as exact as announcements are fresh: a crowd that comes to many nodes
 * within their interval can exceed a limit by what came in it. Safe on any thread.
 */
public final class BucketQuotas {
    /** All nodes' figures are in one replicated map: of more buckets than these, those with the most of their limits. */
    static final int MAX_ANNOUNCED = 64;

    private final Supplier<List<NodeStatus>> nodes;
    private final Supplier<Optional<NodeStatus>> self;
    private final LongSupplier nanoTime;
    private final ConcurrentMap<String, BucketUse> byBucket = new ConcurrentHashMap<>();

    /**
     * @param nodes the cluster's nodes, as {@code NodeDirectory} knows them
     * @param self this node among them, once it is known
     * @param nanoTime {@code System::nanoTime}
     */
    public BucketQuotas(Supplier<List<NodeStatus>> nodes, Supplier<Optional<NodeStatus>> self, LongSupplier nanoTime) {
        this.nodes = nodes;
        this.self = self;
        this.nanoTime = nanoTime;
    }

    /**
     * Lets one viewer in, who owes a {@link BucketPlace#leave}.
     *
     * @param refused told what stands against it
     * @return empty if anything does
     */
    public Optional<BucketPlace> enterViewer(Bucket bucket, Consumer<Excess> refused) {
        if (excessOfBandwidth(bucket)) {
            refused.accept(Excess.BANDWIDTH);
            return Optional.empty();
        }
        int max = bucket.settings().limits().maxViewers();
        long here = max == 0 ? Long.MAX_VALUE : max - elsewhere(bucket.name()).viewers();
        BucketUse use = use(bucket, here, BucketUse::addViewer);
        if (use == null) {
            refused.accept(Excess.VIEWERS);
            return Optional.empty();
        }
        return Optional.of(new BucketPlace(use, use::removeViewer));
    }

    /**
     * Lets one publisher in, who owes a {@link BucketPlace#leave}.
     *
     * @param live whether the channel is known to be live, perhaps elsewhere: who takes it over is no more
     * @return empty if the bucket has as many live channels as it may
     */
    public Optional<BucketPlace> enterPublisher(Bucket bucket, ChannelId channel, boolean live) {
        int max = bucket.settings().limits().maxPublishers();
        long here = max == 0 || live
                ? Long.MAX_VALUE
                : max - elsewhere(bucket.name()).publishers();
        BucketUse use = use(bucket, here, (known, limit) -> known.addPublisher(channel.channel(), limit));
        return use == null
                ? Optional.empty()
                : Optional.of(new BucketPlace(use, () -> use.removePublisher(channel.channel())));
    }

    /** What stands against one more who takes no place, as HLS players do not. */
    public Optional<Excess> shortage(Bucket bucket) {
        return excessOfBandwidth(bucket) ? Optional.of(Excess.BANDWIDTH) : Optional.empty();
    }

    /** So much of a stored object was sent to somebody. */
    public void sentObject(Bucket bucket, long bytes) {
        if (bucket.settings().limits().maxBitsPerSecond() > 0) {
            use(bucket, 0, (use, max) -> {
                use.sent(bytes);
                return true;
            });
        }
    }

    private interface Step {
        boolean take(BucketUse use, long max);
    }

    /** In the map's computation, as one that has just become idle is removed there. Null if the step was not taken. */
    private BucketUse use(Bucket bucket, long max, Step step) {
        boolean[] taken = {false};
        BucketUse use = byBucket.compute(bucket.name(), (name, known) -> {
            BucketUse current = known == null ? new BucketUse(nanoTime.getAsLong()) : known;
            current.limit(bucket.settings().limits());
            taken[0] = step.take(current, max);
            return taken[0] ? current : known;
        });
        return taken[0] ? use : null;
    }

    private boolean excessOfBandwidth(Bucket bucket) {
        long max = bucket.settings().limits().maxBitsPerSecond();
        if (max == 0) {
            return false;
        }
        BucketUse use = byBucket.get(bucket.name());
        long here = use == null ? 0 : use.load().bitsPerSecond();
        return here + elsewhere(bucket.name()).bitsPerSecond() >= max;
    }

    private BucketLoad elsewhere(String bucket) {
        String own = self.get().map(NodeStatus::address).orElse("");
        int publishers = 0;
        int viewers = 0;
        long bitsPerSecond = 0;
        for (NodeStatus node : nodes.get()) {
            BucketLoad load = node.address().equals(own) ? null : node.buckets().get(bucket);
            if (load != null) {
                publishers += load.publishers();
                viewers += load.viewers();
                bitsPerSecond += load.bitsPerSecond();
            }
        }
        return new BucketLoad(publishers, viewers, bitsPerSecond);
    }

    /** What the limited buckets take here, for this node's next announcement; measures the bandwidth since the last. */
    public Map<String, BucketLoad> announce() {
        long now = nanoTime.getAsLong();
        byBucket.keySet()
                .forEach(name -> byBucket.computeIfPresent(name, (bucket, use) -> {
                    use.measure(now);
                    return use.isIdle() ? null : use;
                }));
        Map<String, BucketLoad> loads = new TreeMap<>();
        byBucket.entrySet().stream()
                .map(entry -> new Announced(
                        entry.getKey(),
                        entry.getValue().limits(),
                        entry.getValue().load()))
                .filter(announced -> !announced.limits().equals(BucketLimits.NONE))
                .sorted(Comparator.comparingDouble(Announced::share).reversed())
                .limit(MAX_ANNOUNCED)
                .forEach(announced -> loads.put(announced.bucket(), announced.load()));
        return loads;
    }

    private record Announced(String bucket, BucketLimits limits, BucketLoad load) {
        /** Of that limit of which most is taken. */
        double share() {
            return Math.max(
                    part(load.publishers(), limits.maxPublishers()),
                    Math.max(
                            part(load.viewers(), limits.maxViewers()),
                            part(load.bitsPerSecond(), limits.maxBitsPerSecond())));
        }

        private static double part(long taken, long max) {
            return max == 0 ? 0 : taken / (double) max;
        }
    }

    /** Of how many buckets something is known. */
    int known() {
        return byBucket.size();
    }
}
