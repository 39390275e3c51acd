package io.millrace.controlplane.channel;

import akka.actor.typed.ActorRef;
import io.millrace.channel.ChannelMessage;

/** Knows which incarnations of nodes are members of the cluster. Safe on any thread. */
public interface ClusterMembers {

    /** @param address as in {@link io.millrace.channel.OriginNode#address} */
    boolean contains(String address);

    /** Tells the subscriber of every member that is downed or removed from now on, as long as the subscriber lives. */
    void subscribe(ActorRef<? super MemberGone> subscriber);

    /** A node's incarnation is no member any more. */
    record MemberGone(String address) implements ChannelMessage {}
}
