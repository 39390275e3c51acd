package io.millrace.edge;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.Behaviors;
import akka.cluster.sharding.typed.javadsl.ClusterSharding;
import akka.cluster.sharding.typed.javadsl.Entity;
import akka.cluster.typed.Cluster;
import akka.cluster.typed.Join;
import com.typesafe.config.ConfigFactory;
import io.millrace.auth.RelayTickets;
import io.millrace.channel.ChannelCommand;
import io.millrace.channel.ChannelId;
import io.millrace.channel.ChannelView;
import io.millrace.channel.ClusterChannels;
import io.millrace.channel.OriginNode;
import io.millrace.channel.Route;
import io.millrace.channel.Window;
import io.millrace.cluster.NodeStatus;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A cluster of one node whose channels say what a test lets them say, at once to whoever watches. */
final class TestingCluster implements AutoCloseable {
    private static final int WARM_CHANNELS = 200;
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final ActorTestKit kit = ActorTestKit.create(
            "edge-test",
            ConfigFactory.parseString(
                            """
                            akka.actor.provider = cluster
                            akka.remote.artery.canonical { hostname = "127.0.0.1", port = 0 }
                            akka.cluster { roles = [control-plane], jmx.enabled = off }
                            akka.cluster.min-nr-of-members = 1
                            """)
                    .withFallback(ConfigFactory.load()));
    private final ClusterChannels channels;
    private final RelayTickets tickets = new RelayTickets(
            "0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.US_ASCII),
            Duration.ofMinutes(1),
            InstantSource.system());
    private final Map<String, NodeStatus> nodes = new ConcurrentHashMap<>();

    private final Map<ChannelId, ChannelView> views = new HashMap<>();
    private final Map<ChannelId, Set<ActorRef<ChannelView>>> watchers = new HashMap<>();
    private final Set<ChannelId> silent = new HashSet<>();
    private long revision;

    TestingCluster() {
        Cluster cluster = Cluster.get(kit.system());
        cluster.manager().tell(Join.create(cluster.selfMember().address()));
        ClusterSharding sharding = ClusterSharding.get(kit.system());
        sharding.init(
                Entity.of(ClusterChannels.CHANNEL, context -> channel(ChannelId.ofEntityId(context.getEntityId())))
                        .withRole(ClusterChannels.ROLE));
        channels = new ClusterChannels(sharding);
        awaitShards();
    }

    /** The first shards take seconds to be placed, longer than a test lets its viewers wait. */
    private void awaitShards() {
        TestProbe<ChannelView> probe = kit.createTestProbe(ChannelView.class);
        for (int n = 0; n < WARM_CHANNELS; n++) {
            channels.channel(new ChannelId("warm", "c" + n)).tell(new ChannelCommand.Watch(false, probe.ref()));
        }
        for (int n = 0; n < WARM_CHANNELS; n++) {
            probe.receiveMessage(LIMIT);
        }
    }

    private Behavior<ChannelCommand> channel(ChannelId id) {
        return Behaviors.receive(ChannelCommand.class)
                .onMessage(ChannelCommand.Watch.class, watch -> {
                    answer(id, watch);
                    return Behaviors.same();
                })
                .onMessage(ChannelCommand.Unwatch.class, unwatch -> {
                    forget(id, unwatch.watcher());
                    return Behaviors.same();
                })
                .build();
    }

    private synchronized void answer(ChannelId id, ChannelCommand.Watch watch) {
        watchers.computeIfAbsent(id, key -> new HashSet<>()).add(watch.watcher());
        if (!silent.contains(id)) {
            ChannelView view = views.getOrDefault(id, absent(id));
            watch.watcher().tell(watch.withWindow() ? view : withoutWindow(view));
        }
    }

    private synchronized void forget(ChannelId id, ActorRef<ChannelView> watcher) {
        watchers.getOrDefault(id, new HashSet<>()).remove(watcher);
    }

    private static ChannelView absent(ChannelId id) {
        return new ChannelView(id, 0, false, "", false, Optional.empty(), Optional.empty());
    }

    private static ChannelView withoutWindow(ChannelView view) {
        return new ChannelView(
                view.channel(),
                view.revision(),
                view.exists(),
                view.playlistName(),
                view.withoutSegments(),
                view.route(),
                Optional.empty());
    }

    /** The channel is there and nobody publishes to it. */
    void idle(ChannelId id) {
        say(id, Optional.empty(), Optional.empty());
    }

    void live(ChannelId id, long epoch, TestingOrigin origin) {
        say(id, Optional.of(route(id, epoch, origin)), Optional.empty());
    }

    Route route(ChannelId id, long epoch, TestingOrigin origin) {
        return new Route(epoch, new OriginNode("akka://test", "127.0.0.1", origin.port()), tickets.issue(id, epoch));
    }

    RelayTickets tickets() {
        return tickets;
    }

    /** What the nodes know of each other, by their addresses. */
    List<NodeStatus> nodes() {
        return List.copyOf(nodes.values());
    }

    void announce(NodeStatus node) {
        nodes.put(node.address(), node);
    }

    void forget(NodeStatus node) {
        nodes.remove(node.address());
    }

    synchronized ChannelView say(ChannelId id, Optional<Route> route, Optional<Window> window) {
        ChannelView view = new ChannelView(id, ++revision, true, "playlist.m3u8", false, route, window);
        say(view);
        return view;
    }

    /** The channel is live with tracks that HLS has no place for. */
    synchronized void liveWithoutSegments(ChannelId id, Optional<Route> route) {
        Window none = new Window(0, 0, List.of(), Optional.empty());
        say(new ChannelView(id, ++revision, true, "playlist.m3u8", true, route, Optional.of(none)));
    }

    synchronized void say(ChannelView view) {
        views.put(view.channel(), view);
        watchers.getOrDefault(view.channel(), Set.of()).forEach(watcher -> watcher.tell(view));
    }

    /** As if the channel's shard were unreachable. */
    synchronized void silence(ChannelId id) {
        silent.add(id);
    }

    synchronized int watchers(ChannelId id) {
        return watchers.getOrDefault(id, Set.of()).size();
    }

    ActorSystem<?> system() {
        return kit.system();
    }

    ClusterChannels channels() {
        return channels;
    }

    @Override
    public void close() {
        kit.shutdownTestKit();
    }
}
