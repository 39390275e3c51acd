package io.millrace.node.cluster;

import akka.actor.ActorSelection;
import akka.actor.ExtendedActorSystem;
import akka.actor.Identify;
import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Adapter;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import akka.cluster.Cluster;
import akka.cluster.ClusterEvent;
import akka.cluster.Member;
import akka.cluster.MemberStatus;
import akka.cluster.typed.Subscribe;
import akka.remote.RemoteActorRefProvider;
import java.time.Duration;
import scala.Option;

/**
 * Lets a node learn that the others have counted it out while it was asleep or cut off. Akka leaves that to the node's own
 * split-brain resolver, but origins and edges do not stop by themselves ({@link KeepControlPlane}). So the others
 * quarantine it, whereupon any message of it is answered by word of that; and it sends such a message to those whom it
 * cannot reach, now and then, as heartbeats are not answered.
 */
final class Outsiders extends AbstractBehavior<Outsiders.Message> {
    private static final Duration INTERVAL = Duration.ofSeconds(2);
    private static final int MEMBERS = 3;

    private final Cluster cluster;

    sealed interface Message {}

    private record Removed(ClusterEvent.MemberRemoved event) implements Message {}

    private enum Tick implements Message {
        TICK
    }

    private Outsiders(ActorContext<Message> context) {
        super(context);
        this.cluster = Cluster.get(context.getSystem());
        ActorRef<ClusterEvent.MemberRemoved> removals =
                context.messageAdapter(ClusterEvent.MemberRemoved.class, Removed::new);
        akka.cluster.typed.Cluster.get(context.getSystem())
                .subscriptions()
                .tell(Subscribe.create(removals, ClusterEvent.MemberRemoved.class));
    }

    static Behavior<Message> create() {
        return Behaviors.setup(context -> Behaviors.withTimers(timers -> {
            timers.startTimerWithFixedDelay(Tick.TICK, INTERVAL);
            return new Outsiders(context);
        }));
    }

    @Override
    public Receive<Message> createReceive() {
        return newReceiveBuilder()
                .onMessage(Removed.class, this::onRemoved)
                .onMessage(Tick.class, tick -> onTick())
                .build();
    }

    private Behavior<Message> onRemoved(Removed removed) {
        Member member = removed.event().member();
        if (removed.event().previousStatus().equals(MemberStatus.down())) {
            ExtendedActorSystem system =
                    (ExtendedActorSystem) Adapter.toClassic(getContext().getSystem());
            ((RemoteActorRefProvider) system.provider())
                    .quarantine(
                            member.address(),
                            Option.apply(member.uniqueAddress().longUid()),
                            "counted out");
        }
        return this;
    }

    private Behavior<Message> onTick() {
        cluster.state().getUnreachable().stream().limit(MEMBERS).forEach(this::knock);
        return this;
    }

    /** What it answers otherwise is of no use. */
    private void knock(Member member) {
        ActorSelection theirs =
                Adapter.toClassic(getContext().getSystem()).actorSelection(member.address() + "/system/cluster");
        theirs.tell(new Identify(member.address().toString()), akka.actor.ActorRef.noSender());
    }
}
