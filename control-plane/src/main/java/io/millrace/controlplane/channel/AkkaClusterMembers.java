package io.millrace.controlplane.channel;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.Behavior;
import akka.actor.typed.Props;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import akka.cluster.ClusterEvent;
import akka.cluster.Member;
import akka.cluster.MemberStatus;
import akka.cluster.typed.Cluster;
import akka.cluster.typed.Subscribe;
import io.millrace.channel.OriginNode;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.StreamSupport;

/** The members as this node's own Akka cluster sees them; one actor a node hands the changes on. */
public final class AkkaClusterMembers implements ClusterMembers {
    private final Cluster cluster;
    private final ActorRef<Message> relay;

    public AkkaClusterMembers(ActorSystem<?> system) {
        this.cluster = Cluster.get(system);
        this.relay = system.systemActorOf(Relay.create(cluster), "millrace-cluster-members", Props.empty());
    }

    @Override
    public boolean contains(String address) {
        return StreamSupport.stream(cluster.state().getMembers().spliterator(), false)
                .filter(member -> member.status() != MemberStatus.down() && member.status() != MemberStatus.removed())
                .anyMatch(member -> addressOf(member).equals(address));
    }

    @Override
    public void subscribe(ActorRef<? super MemberGone> subscriber) {
        relay.tell(new Subscription(subscriber));
    }

    private static String addressOf(Member member) {
        return OriginNode.addressOf(member.uniqueAddress());
    }

    private sealed interface Message {}

    private record Subscription(ActorRef<? super MemberGone> subscriber) implements Message {}

    private record Unsubscription(ActorRef<? super MemberGone> subscriber) implements Message {}

    private record Change(ClusterEvent.MemberEvent event) implements Message {}

    private static final class Relay extends AbstractBehavior<Message> {
        private final Set<ActorRef<? super MemberGone>> subscribers = new HashSet<>();

        private Relay(ActorContext<Message> context, Cluster cluster) {
            super(context);
            ActorRef<ClusterEvent.MemberEvent> changes =
                    context.messageAdapter(ClusterEvent.MemberEvent.class, Change::new);
            cluster.subscriptions().tell(Subscribe.create(changes, ClusterEvent.MemberEvent.class));
        }

        static Behavior<Message> create(Cluster cluster) {
            return Behaviors.setup(context -> new Relay(context, cluster));
        }

        @Override
        public Receive<Message> createReceive() {
            return newReceiveBuilder()
                    .onMessage(Subscription.class, this::onSubscription)
                    .onMessage(Unsubscription.class, this::onUnsubscription)
                    .onMessage(Change.class, this::onChange)
                    .build();
        }

        private Behavior<Message> onSubscription(Subscription message) {
            if (subscribers.add(message.subscriber())) {
                getContext().watchWith(message.subscriber(), new Unsubscription(message.subscriber()));
            }
            return this;
        }

        private Behavior<Message> onUnsubscription(Unsubscription message) {
            subscribers.remove(message.subscriber());
            return this;
        }

        private Behavior<Message> onChange(Change message) {
            ClusterEvent.MemberEvent event = message.event();
            if (event instanceof ClusterEvent.MemberDowned || event instanceof ClusterEvent.MemberRemoved) {
                MemberGone gone = new MemberGone(addressOf(event.member()));
                subscribers.forEach(subscriber -> subscriber.tell(gone));
            }
            return this;
        }
    }
}
