package io.millrace.controlplane.channel;

import akka.actor.typed.ActorRef;
import io.millrace.channel.OriginNode;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Members of a cluster that come and go as a test says. */
final class TestingMembers implements ClusterMembers {
    static final OriginNode ORIGIN = new OriginNode("akka://millrace@10.0.0.1:25520#1", "10.0.0.1", 1940);
    static final OriginNode OTHER_ORIGIN = new OriginNode("akka://millrace@10.0.0.2:25520#2", "10.0.0.2", 1940);

    private final Set<String> members = ConcurrentHashMap.newKeySet();
    private final Set<ActorRef<? super MemberGone>> subscribers = ConcurrentHashMap.newKeySet();

    TestingMembers() {
        members.add(ORIGIN.address());
        members.add(OTHER_ORIGIN.address());
    }

    @Override
    public boolean contains(String address) {
        return members.contains(address);
    }

    @Override
    public void subscribe(ActorRef<? super MemberGone> subscriber) {
        subscribers.add(subscriber);
    }

    /** The node is gone, and subscribers are told. */
    void lose(OriginNode origin) {
        members.remove(origin.address());
        subscribers.forEach(subscriber -> subscriber.tell(new MemberGone(origin.address())));
    }

    /** The node is gone, and nobody is told, as when all actors were down at the time. */
    void loseUnseen(OriginNode origin) {
        members.remove(origin.address());
    }
}
