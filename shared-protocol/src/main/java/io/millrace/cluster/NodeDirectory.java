package io.millrace.cluster;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.Props;
import akka.cluster.typed.Cluster;
import io.millrace.channel.OriginNode;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Announces this node to its cluster and knows the others. What it knows is a few seconds old at most, plus the time in
 * which the cluster notices that a node is out of reach. Safe on any thread.
 */
public final class NodeDirectory {
    private final Duration interval;
    private final Supplier<NodeStatus> own;
    private volatile List<NodeStatus> nodes = List.of();
    private volatile Attachment attachment;

    /** The actor that speaks for this node in one actor system. */
    private record Attachment(ActorSystem<?> system, String address, ActorRef<DirectoryActor.Message> actor) {}

    /**
     * @param interval between two announcements; nothing is sent if nothing has changed
     * @param own asked before each announcement, on an actor's thread; whatever address it names, the member's own is
     *     announced
     */
    public NodeDirectory(Duration interval, Supplier<NodeStatus> own) {
        this.interval = interval;
        this.own = own;
    }

    /**
     * Begins to announce and to listen in a system that is a member of a cluster or about to become one; again with the
     * next system if the node rejoins. Until that has found the others, {@link #nodes} tells what was known last.
     */
    public synchronized void attach(ActorSystem<?> system) {
        ActorRef<DirectoryActor.Message> actor = system.systemActorOf(
                DirectoryActor.create(interval, own, known -> learn(system, known)),
                "millrace-node-directory",
                Props.empty());
        attachment = new Attachment(
                system, OriginNode.addressOf(Cluster.get(system).selfMember().uniqueAddress()), actor);
    }

    /** Announces this node's status now rather than at the next interval, for what others must know at once. */
    public void announce() {
        Attachment current = attachment;
        if (current != null) {
            current.actor().tell(new DirectoryActor.Announce());
        }
    }

    /** The members that are up or leaving and within reach, and that have announced themselves, this node included. */
    public List<NodeStatus> nodes() {
        return nodes;
    }

    /** One of {@link #nodes} by its address. */
    public Optional<NodeStatus> find(String address) {
        return nodes.stream().filter(node -> node.address().equals(address)).findFirst();
    }

    /** This node, once it is up and has announced itself. */
    public Optional<NodeStatus> self() {
        Attachment current = attachment;
        return current == null ? Optional.empty() : find(current.address());
    }

    /** What the system before the current one says as it ends, which is that members go, counts no more. */
    private synchronized void learn(ActorSystem<?> system, List<NodeStatus> known) {
        if (attachment == null || attachment.system() == system) {
            nodes = known;
        }
    }
}
