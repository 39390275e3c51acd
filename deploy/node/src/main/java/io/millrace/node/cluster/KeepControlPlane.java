package io.millrace.node.cluster;

import akka.cluster.Member;
import akka.cluster.UniqueAddress;
import akka.cluster.sbr.DowningStrategy;
import io.millrace.channel.ClusterChannels;
import scala.Option;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Who is counted out when some nodes cannot reach others. The side with the majority of the control-plane nodes goes on
 * and counts the others out; of two halves it is the one with the lowest address. On the other side only control-plane
 * nodes stop: there the channels' actors live, of which there must not be two. Origins and edges own nothing that could
 * be there twice, so they keep their publishers and viewers, and wait for a control plane.
 *
 * <p>When that comes, as new processes while the old ones are gone, the old ones are counted out at last.
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
        if (hasIndirectlyConnected()) {
            return DowningStrategy.DownIndirectlyConnected$.MODULE$;
        }
        return goesOn() ? DowningStrategy.DownUnreachable$.MODULE$ : DowningStrategy.DownReachable$.MODULE$;
    }

    private boolean goesOn() {
        int here = reachableMembersWithRole().size();
        int there = unreachableMembersWithRole().size();
        if (here == there && here > 0) {
            return !unreachable(membersWithRole().head());
        }
        return here > there || there == 0 || here == 0 && hasNewcomer();
    }

    /** Whether a control-plane node is about to join, whom the unreachable ones keep out. */
    private boolean hasNewcomer() {
        return !reachableMembersWithRole(true, false).isEmpty();
    }

    @Override
    public scala.collection.immutable.Set<UniqueAddress> nodesToDown(Decision decision) {
        scala.collection.immutable.Set<UniqueAddress> nodes = super.nodesToDown(decision);
        if (!decision.equals(DowningStrategy.DownReachable$.MODULE$)) {
            return nodes;
        }
        for (Member member : CollectionConverters.asJava(allMembersInDC())) {
            if (!member.hasRole(ClusterChannels.ROLE)) {
                nodes = nodes.$minus(member.uniqueAddress());
            }
        }
        return nodes;
    }
}
