package io.millrace.controlplane.webhook;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import akka.actor.typed.javadsl.TimerScheduler;
import akka.cluster.ClusterEvent.MemberRemoved;
import akka.cluster.typed.Cluster;
import akka.cluster.typed.ClusterSingleton;
import akka.cluster.typed.ClusterSingletonSettings;
import akka.cluster.typed.SingletonActor;
import akka.cluster.typed.Subscribe;
import io.millrace.auth.Buckets;
import io.millrace.channel.BucketCommand.ListChannels;
import io.millrace.channel.BucketReply;
import io.millrace.channel.BucketReply.Bucket;
import io.millrace.channel.ChannelCommand;
import io.millrace.channel.ChannelId;
import io.millrace.channel.ClusterChannels;
import io.millrace.channel.DeliveryCommand;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * Wakes the actors of channels whose buckets have webhooks, as what they have left undelivered when their node was killed is
 * known to nobody else: at the start, when a node has gone, and now and then. One in the cluster; a page of channels a second.
 */
public final class WebhookSweep extends AbstractBehavior<WebhookSweep.Command> {
    private static final int PAGE = 100;
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final ClusterChannels channels;
    private final Buckets buckets;
    private final TimerScheduler<Command> timers;
    private final Deque<String> left = new ArrayDeque<>();
    private boolean sweeping;

    interface Command {}

    private enum Timer implements Command {
        SWEEP,
        NEXT_BUCKET
    }

    /** A node has left the cluster. */
    private record Gone(MemberRemoved event) implements Command {}

    private record Names(List<String> names) implements Command {}

    private record Found(String name, boolean hasWebhooks) implements Command {}

    private record NextPage(String bucket, String marker) implements Command {}

    private record Page(String bucket, List<String> names, Optional<String> marker) implements Command {}

    /** Starts it on this node or another one with the control plane's role. */
    public static void start(ActorSystem<?> system, ClusterChannels channels, Buckets buckets, Duration interval) {
        ClusterSingleton.get(system)
                .init(SingletonActor.of(create(channels, buckets, interval), "webhook-sweep")
                        .withSettings(ClusterSingletonSettings.create(system).withRole(ClusterChannels.ROLE)));
    }

    static Behavior<Command> create(ClusterChannels channels, Buckets buckets, Duration interval) {
        return Behaviors.setup(context ->
                Behaviors.withTimers(timers -> new WebhookSweep(context, timers, channels, buckets, interval)));
    }

    private WebhookSweep(
            ActorContext<Command> context,
            TimerScheduler<Command> timers,
            ClusterChannels channels,
            Buckets buckets,
            Duration interval) {
        super(context);
        context.setLoggerName(WebhookSweep.class);
        this.channels = channels;
        this.buckets = buckets;
        this.timers = timers;
        ActorRef<MemberRemoved> removals = context.messageAdapter(MemberRemoved.class, Gone::new);
        Cluster.get(context.getSystem()).subscriptions().tell(new Subscribe<>(removals, MemberRemoved.class));
        timers.startTimerWithFixedDelay(Timer.SWEEP, Timer.SWEEP, Duration.ZERO, interval);
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder()
                .onMessageEquals(Timer.SWEEP, this::begin)
                .onMessage(Gone.class, gone -> begin())
                .onMessage(Names.class, this::onNames)
                .onMessageEquals(Timer.NEXT_BUCKET, this::nextBucket)
                .onMessage(Found.class, this::onFound)
                .onMessage(NextPage.class, this::onNextPage)
                .onMessage(Page.class, this::onPage)
                .build();
    }

    private Behavior<Command> begin() {
        if (!sweeping) {
            sweeping = true;
            getContext().pipeToSelf(buckets.names(), (names, failure) -> new Names(names == null ? List.of() : names));
        }
        return this;
    }

    private Behavior<Command> onNames(Names names) {
        left.clear();
        left.addAll(names.names());
        return nextBucket();
    }

    private Behavior<Command> nextBucket() {
        String name = left.poll();
        if (name == null) {
            sweeping = false;
            return this;
        }
        getContext()
                .pipeToSelf(
                        buckets.find(name),
                        (bucket, failure) -> new Found(name, failure == null && hasWebhooks(bucket)));
        return this;
    }

    private static boolean hasWebhooks(Optional<Bucket> bucket) {
        return bucket.filter(found -> !found.settings().webhooks().isEmpty()).isPresent();
    }

    private Behavior<Command> onFound(Found found) {
        return found.hasWebhooks() ? onNextPage(new NextPage(found.name(), "")) : nextBucket();
    }

    private Behavior<Command> onNextPage(NextPage next) {
        getContext()
                .pipeToSelf(
                        channels.bucket(next.bucket())
                                .<BucketReply.ChannelList>ask(
                                        replyTo -> new ListChannels("", next.marker(), PAGE, replyTo), PATIENCE),
                        (list, failure) -> page(next.bucket(), list));
        return this;
    }

    private static Page page(String bucket, BucketReply.ChannelList list) {
        return list instanceof BucketReply.ChannelPage page
                ? new Page(
                        bucket,
                        page.channels().stream()
                                .map(BucketReply.ChannelEntry::name)
                                .toList(),
                        page.nextMarker())
                : new Page(bucket, List.of(), Optional.empty());
    }

    private Behavior<Command> onPage(Page page) {
        for (String name : page.names()) {
            ChannelId id = new ChannelId(page.bucket(), name);
            channels.channel(id)
                    .tell(new ChannelCommand.GetStatus(getContext().getSystem().ignoreRef()));
            channels.delivery(id).tell(new DeliveryCommand.Resume());
        }
        if (page.marker().isPresent()) {
            NextPage next = new NextPage(page.bucket(), page.marker().get());
            timers.startSingleTimer(Timer.NEXT_BUCKET, next, PAUSE);
            return this;
        }
        return nextBucket();
    }
}
