package io.millrace.node.cluster;

import akka.cluster.Member;
import akka.cluster.UniqueAddress;
import akka.cluster.sbr.DowningStrategy;
import io.millrace.channel.ClusterChannels;
import java.util.List;
import scala.Option;
import scala.collection.immutable.Set;
import scala.collection.immutable.SortedSet;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Who is counted out when some nodes cannot reach others. The side with the majority of the control-plane nodes goes on
 * and counts the others out; of two halves it is the one with the lowest address. On the other side only control-plane
 * nodes stop: there the channels' actors live, of which there must not be two. Origins and edges own nothing that could
 * be there twice, so they keep their publishers and viewers, and wait for a control plane.
 *
 * <p>When that comes, as new processes while the old ones are gone, the old ones are counted out at last, and first of
 * all only they.
 */
final class KeepControlPlane extends DowningStrategy {
    KeepControlPlane(String dataCenter, UniqueAddress self) {
        super(dataCenter, self);
    }

    @Override
    public Option<String> role() {
        return Option.apply(ClusterChannels.ROLE);
    }

    @Override
    public Decision decide() {
        if (!isDeserted() && hasIndirectlyConnected()) {
            return DowningStrategy.DownIndirectlyConnected$.MODULE$;
        }
        return goesOn() ? DowningStrategy.DownUnreachable$.MODULE$ : DowningStrategy.DownReachable$.MODULE$;
    }

    private boolean goesOn() {
        long here = countReachable(membersWithRole());
        long there = membersWithRole().size() - here;
        if (here == there && here > 0) {
            return isReachable(membersWithRole().head());
        }
        return here > there || there == 0 || here == 0 && hasNewcomer();
    }

    /** Whether no control-plane node can be reached: all are gone, or everybody suspects everybody for a moment. */
    private boolean isDeserted() {
        return !membersWithRole().isEmpty() && countReachable(membersWithRole()) == 0;
    }

    /** Whether a control-plane node is about to join, whom the unreachable ones keep out. */
    private boolean hasNewcomer() {
        return countReachable(membersWithRole(true, false)) > 0;
    }

    private long countReachable(SortedSet<Member> members) {
        return CollectionConverters.asJava(members).stream()
                .filter(this::isReachable)
                .count();
    }

    /** As is known, whether or not it is to be decided on. */
    private boolean isReachable(Member member) {
        return !super.unreachable().contains(member.uniqueAddress());
    }

    /** Whether there is nothing that this side could do. */
    private boolean waits() {
        return isDeserted() && !hasNewcomer();
    }

    /** Who is to be decided on: nobody while this side waits, or the resolver would say so every second. */
    @Override
    public Set<UniqueAddress> unreachable() {
        return waits() ? nobody() : super.unreachable();
    }

    @Override
    public Set<UniqueAddress> nodesToDown(Decision decision) {
        if (decision.equals(DowningStrategy.DownSelfQuarantinedByRemote$.MODULE$)) {
            // The others have counted this node out while it slept or was cut off.
            return super.nodesToDown(decision);
        }
        if (waits()) {
            return nobody();
        }
        Set<UniqueAddress> nodes = super.nodesToDown(decision);
        if (!isDeserted() && !decision.equals(DowningStrategy.DownReachable$.MODULE$)) {
            return nodes;
        }
        for (Member member : CollectionConverters.asJava(allMembersInDC())) {
            if (!member.hasRole(ClusterChannels.ROLE)) {
                nodes = nodes.$minus(member.uniqueAddress());
            }
        }
        return nodes;
    }

    private static Set<UniqueAddress> nobody() {
        return CollectionConverters.asScala(List.<UniqueAddress>of()).toSet();
    }
}
