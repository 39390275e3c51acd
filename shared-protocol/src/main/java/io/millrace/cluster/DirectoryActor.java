package io.millrace.cluster;

import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import akka.cluster.ClusterEvent;
import akka.cluster.Member;
import akka.cluster.MemberStatus;
import akka.cluster.ddata.Key;
import akka.cluster.ddata.LWWMap;
import akka.cluster.ddata.LWWMapKey;
import akka.cluster.ddata.SelfUniqueAddress;
import akka.cluster.ddata.typed.javadsl.DistributedData;
import akka.cluster.ddata.typed.javadsl.Replicator;
import akka.cluster.ddata.typed.javadsl.ReplicatorMessageAdapter;
import akka.cluster.typed.Cluster;
import akka.cluster.typed.Subscribe;
import io.millrace.channel.OriginNode;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Keeps this node's entry in the replicated map of all nodes, and reads the map together with the cluster's membership.
 * The leader removes the entries of those that are no members any more.
 */
final class DirectoryActor extends AbstractBehavior<DirectoryActor.Message> {
    private static final Key<LWWMap<String, NodeStatus>> NODES = LWWMapKey.create("millrace-nodes");

    /** An urgent announcement goes to all nodes at once; who does not answer by then learns it like any other. */
    private static final Duration URGENT_TIMEOUT = Duration.ofSeconds(2);

    private final Supplier<NodeStatus> own;
    private final Consumer<List<NodeStatus>> listener;
    private final Cluster cluster;
    private final SelfUniqueAddress self;
    private final String selfAddress;
    private final Map<String, Member> members = new HashMap<>();
    private final Set<String> unreachable = new HashSet<>();
    private Map<String, NodeStatus> entries = Map.of();
    private Set<String> strangers = Set.of();
    private NodeStatus announced;
    private boolean ended;

    sealed interface Message {}

    /** Tells all nodes now. */
    record Announce() implements Message {}

    private record Tick() implements Message {}

    private record DataChange(Replicator.SubscribeResponse<LWWMap<String, NodeStatus>> response) implements Message {}

    private record MembershipChange(ClusterEvent.ClusterDomainEvent event) implements Message {}

    static Behavior<Message> create(Duration interval, Supplier<NodeStatus> own, Consumer<List<NodeStatus>> listener) {
        return Behaviors.setup(context -> Behaviors.withTimers(timers -> {
            timers.startTimerWithFixedDelay(new Tick(), Duration.ZERO, interval);
            return DistributedData.withReplicatorMessageAdapter(
                    (ReplicatorMessageAdapter<Message, LWWMap<String, NodeStatus>> replicator) ->
                            new DirectoryActor(context, replicator, own, listener));
        }));
    }

    private DirectoryActor(
            ActorContext<Message> context,
            ReplicatorMessageAdapter<Message, LWWMap<String, NodeStatus>> replicator,
            Supplier<NodeStatus> own,
            Consumer<List<NodeStatus>> listener) {
        super(context);
        this.own = own;
        this.listener = listener;
        this.cluster = Cluster.get(context.getSystem());
        this.self = DistributedData.get(context.getSystem()).selfUniqueAddress();
        this.selfAddress = OriginNode.addressOf(self.uniqueAddress());
        replicator.subscribe(NODES, DataChange::new);
        cluster.subscriptions()
                .tell(Subscribe.create(
                        context.messageAdapter(ClusterEvent.ClusterDomainEvent.class, MembershipChange::new),
                        ClusterEvent.ClusterDomainEvent.class));
    }

    @Override
    public Receive<Message> createReceive() {
        return newReceiveBuilder()
                .onMessage(Tick.class, tick -> onTick())
                .onMessage(Announce.class, announce -> onAnnounce())
                .onMessage(DataChange.class, this::onDataChange)
                .onMessage(MembershipChange.class, this::onMembershipChange)
                .build();
    }

    private Behavior<Message> onTick() {
        NodeStatus status = own.get().at(selfAddress);
        // A leader that did not know this node yet may have taken its entry for that of one that has gone.
        if (!status.equals(announced) || !entries.containsKey(selfAddress)) {
            put(status, Replicator.writeLocal());
        }
        removeStrangers();
        return this;
    }

    private Behavior<Message> onAnnounce() {
        put(own.get().at(selfAddress), new Replicator.WriteAll(URGENT_TIMEOUT));
        return this;
    }

    private void put(NodeStatus status, Replicator.WriteConsistency consistency) {
        announced = status;
        update(consistency, map -> map.put(self, selfAddress, status));
    }

    /** Entries that were no member's at the last tick either: a new member's entry may be here before the news of it. */
    private void removeStrangers() {
        Set<String> now = new HashSet<>(entries.keySet());
        now.removeAll(members.keySet());
        now.remove(selfAddress);
        if (self.uniqueAddress().address().equals(cluster.state().getLeader())) {
            now.stream()
                    .filter(strangers::contains)
                    .forEach(address -> update(Replicator.writeLocal(), map -> map.remove(self, address)));
        }
        strangers = now;
    }

    private void update(
            Replicator.WriteConsistency consistency,
            Function<LWWMap<String, NodeStatus>, LWWMap<String, NodeStatus>> change) {
        DistributedData.get(getContext().getSystem())
                .replicator()
                .tell(new Replicator.Update<>(
                        NODES,
                        LWWMap.create(),
                        consistency,
                        getContext().getSystem().ignoreRef(),
                        change));
    }

    private Behavior<Message> onDataChange(DataChange message) {
        if (message.response() instanceof Replicator.Changed<LWWMap<String, NodeStatus>> changed) {
            entries = changed.get(NODES).getEntries();
            tell();
        }
        return this;
    }

    private Behavior<Message> onMembershipChange(MembershipChange message) {
        if (message.event() instanceof ClusterEvent.ClusterShuttingDown$) {
            ended = true;
        } else if (message.event() instanceof ClusterEvent.MemberEvent event) {
            String address = addressOf(event.member());
            if (event instanceof ClusterEvent.MemberRemoved) {
                members.remove(address);
                unreachable.remove(address);
            } else {
                members.put(address, event.member());
            }
            tell();
        } else if (message.event() instanceof ClusterEvent.UnreachableMember event) {
            unreachable.add(addressOf(event.member()));
            tell();
        } else if (message.event() instanceof ClusterEvent.ReachableMember event) {
            unreachable.remove(addressOf(event.member()));
            tell();
        }
        return this;
    }

    /**
     * Once this node is no member any more, others seem to go as well: then what was told last is nearer the truth. So
     * they do when its system ends, perhaps before itself.
     */
    private void tell() {
        if (ended || !takesPart(selfAddress)) {
            return;
        }
        listener.accept(entries.values().stream()
                .filter(node -> takesPart(node.address()))
                .toList());
    }

    private boolean takesPart(String address) {
        Member member = members.get(address);
        return member != null
                && !unreachable.contains(address)
                && (member.status() == MemberStatus.up() || member.status() == MemberStatus.leaving());
    }

    private static String addressOf(Member member) {
        return OriginNode.addressOf(member.uniqueAddress());
    }
}
