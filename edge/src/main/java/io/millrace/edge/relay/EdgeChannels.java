package io.millrace.edge.relay;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.Props;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.millrace.channel.ChannelId;
import io.millrace.channel.ChannelMessage;
import io.millrace.channel.ChannelView;
import io.millrace.channel.ClusterChannels;
import io.millrace.cluster.NodeStatus;
import io.millrace.edge.feed.EdgeFeed;
import io.millrace.relay.RelayPlay;
import io.millrace.rtmp.connection.RtmpConnectionSettings;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The channels that this edge follows, each on one event loop. A channel is followed from its first viewer or playlist
 * request until some seconds after its last. Safe on any thread.
 */
public final class EdgeChannels {
    private static final long SWEEP_MILLIS = 500;

    private volatile ActorSystem<?> system;
    private final ClusterChannels channels;
    private final EventLoopGroup loops;
    private final RelaySettings settings;
    private final RelayPull pull;
    private final Parents parents;
    private final Function<ChannelId, EdgeFeed> feeds;
    private final ConcurrentMap<ChannelId, Followed> followed = new ConcurrentHashMap<>();
    private final AtomicInteger count = new AtomicInteger();
    private volatile boolean closed;

    EdgeChannels(
            ActorSystem<?> system,
            ClusterChannels channels,
            EventLoopGroup loops,
            RelaySettings settings,
            RelayPull pull,
            Parents parents,
            Function<ChannelId, EdgeFeed> feeds,
            MeterRegistry registry) {
        this.system = system;
        this.channels = channels;
        this.loops = loops;
        this.settings = settings;
        this.pull = pull;
        this.parents = parents;
        this.feeds = feeds;
        Gauge.builder("millrace.edge.channels", count, AtomicInteger::get)
                .description("channels that this edge follows")
                .register(registry);
    }

    /**
     * @param rtmp of the relay connections
     * @param nodes the cluster's, as far as they are known; any thread
     * @param self this node, once it is known
     */
    public static EdgeChannels create(
            ActorSystem<?> system,
            ClusterChannels channels,
            EventLoopGroup loops,
            RelaySettings settings,
            RtmpConnectionSettings rtmp,
            Supplier<List<NodeStatus>> nodes,
            Supplier<Optional<NodeStatus>> self,
            Function<ChannelId, EdgeFeed> feeds,
            MeterRegistry registry) {
        return new EdgeChannels(
                system,
                channels,
                loops,
                settings,
                new RtmpRelayPull(rtmp, settings.relayTimeout()),
                new Parents(settings.upstream(), nodes, self),
                feeds,
                registry);
    }

    /** Follows the channel for this viewer, until {@link #leave}. */
    public void join(ChannelId id, Audience audience) {
        Followed channel = follow(id);
        if (channel == null) {
            audience.onAbsent(whyNot());
            return;
        }
        channel.onLoop(() -> {
            if (channel.over) {
                join(id, audience);
            } else {
                channel.state.join(audience);
            }
        });
    }

    /** Follows the channel for an edge that pulls it from this one, until that leaves. */
    public void relay(RelayPlay play) {
        Followed channel = follow(play.channel());
        if (channel == null) {
            play.refuseAsAbsent();
            return;
        }
        channel.onLoop(() -> {
            if (channel.over) {
                relay(play);
            } else {
                channel.state.join(play);
            }
        });
    }

    public void leave(ChannelId id, Audience audience) {
        Followed channel = followed.get(id);
        if (channel != null) {
            channel.onLoop(() -> channel.state.leave(audience));
        }
    }

    /** @return a view that has a window with segments, or an {@link AbsentException}; completes on an event loop */
    public CompletionStage<ChannelView> window(ChannelId id, boolean waitsForUnknownChannel) {
        return request(id, new WindowRequest(waitsForUnknownChannel, Optional.empty(), new CompletableFuture<>()));
    }

    /** As {@link #window}, but a channel whose playlist has another name is told at once, with a window or without. */
    public CompletionStage<ChannelView> window(ChannelId id, String playlistName) {
        return request(id, new WindowRequest(false, Optional.of(playlistName), new CompletableFuture<>()));
    }

    private CompletionStage<ChannelView> request(ChannelId id, WindowRequest request) {
        Followed channel = follow(id);
        if (channel == null) {
            request.refuse(whyNot());
            return request.answer();
        }
        channel.atOnceOnLoop(() -> {
            if (channel.over) {
                request(id, request);
            } else {
                channel.state.requestWindow(request);
                channel.tellInterest();
            }
        });
        return request.answer();
    }

    private Absence whyNot() {
        return closed ? Absence.UNAVAILABLE : Absence.OVERLOADED;
    }

    private Followed follow(ChannelId id) {
        Followed existing = followed.get(id);
        if (existing != null) {
            return existing;
        }
        if (closed) {
            return null;
        }
        if (count.incrementAndGet() > settings.maxChannels()) {
            count.decrementAndGet();
            return null;
        }
        Followed fresh = new Followed(id, loops.next());
        Followed winner = followed.putIfAbsent(id, fresh);
        if (winner != null) {
            count.decrementAndGet();
            return winner;
        }
        return fresh;
    }

    /**
     * Goes on in another actor system, as the cluster has counted the former one out: every channel is watched anew, and
     * neither relays nor viewers notice.
     */
    public void rejoin(ActorSystem<?> next) {
        system = next;
        followed.values().forEach(channel -> channel.onLoop(channel::watchAgain));
    }

    /** Ends all channels and follows no other; their viewers come to the end of their logs. */
    public void close() {
        closed = true;
        followed.values().forEach(channel -> channel.onLoop(channel::end));
    }

    /** A followed channel with its watcher and its timer; its fields belong to its event loop. */
    private final class Followed {
        private final ChannelId id;
        private final EventLoop loop;
        private final EdgeChannel state;
        private ActorRef<ChannelMessage> watcher;
        private ScheduledFuture<?> sweeper;
        private boolean windowWanted;
        private boolean over;

        Followed(ChannelId id, EventLoop loop) {
            this.id = id;
            this.loop = loop;
            this.state = new EdgeChannel(id, loop, settings, pull, parents, feeds);
        }

        /** Runs a task on the event loop; the first one begins to follow the channel. */
        private void onLoop(Runnable task) {
            loop.execute(() -> run(task));
        }

        /** A connection of this loop that is answered while it is read needs not be told twice that it is read on. */
        private void atOnceOnLoop(Runnable task) {
            if (loop.inEventLoop()) {
                run(task);
            } else {
                onLoop(task);
            }
        }

        private void run(Runnable task) {
            if (watcher == null) {
                begin();
            }
            task.run();
        }

        private void begin() {
            watcher = watch();
            sweeper = loop.scheduleWithFixedDelay(this::sweep, SWEEP_MILLIS, SWEEP_MILLIS, TimeUnit.MILLISECONDS);
        }

        private ActorRef<ChannelMessage> watch() {
            return system.systemActorOf(
                    ChannelWatcher.create(channels.channel(id), settings.watchInterval(), this::onView),
                    "channel-watcher-" + UUID.randomUUID(),
                    Props.empty());
        }

        private void watchAgain() {
            if (!over) {
                watcher = watch();
                windowWanted = false;
                tellInterest();
            }
        }

        private void onView(ChannelView view) {
            loop.execute(() -> {
                if (!over) {
                    state.onView(view);
                }
            });
        }

        private void tellInterest() {
            boolean wanted = state.wantsWindow(System.nanoTime());
            if (wanted != windowWanted) {
                windowWanted = wanted;
                watcher.tell(wanted ? ChannelWatcher.Order.WITH_WINDOW : ChannelWatcher.Order.ROUTE_ONLY);
            }
        }

        private void sweep() {
            long now = System.nanoTime();
            state.sweep(now);
            if (state.isUnused(now)) {
                end();
            } else {
                tellInterest();
            }
        }

        private void end() {
            if (!over) {
                over = true;
                followed.remove(id, this);
                count.decrementAndGet();
                sweeper.cancel(false);
                watcher.tell(ChannelWatcher.Order.STOP);
                state.close();
            }
        }
    }
}
