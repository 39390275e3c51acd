package io.millrace.node.cluster;

import akka.cluster.Member;
import akka.cluster.UniqueAddress;
import akka.cluster.sbr.DowningStrategy;
import io.millrace.channel.ClusterChannels;
import java.util.Set;
import scala.Option;
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
        int here = reachableMembersWithRole().size();
        int there = unreachableMembersWithRole().size();
        if (here == there && here > 0) {
            return !unreachable(membersWithRole().head());
        }
        return here > there || there == 0 || here == 0 && hasNewcomer();
    }

    /** Whether no control-plane node can be reached: all are gone, or everybody suspects everybody for a moment. */
    private boolean isDeserted() {
        return reachableMembersWithRole().isEmpty()
                && !unreachableMembersWithRole().isEmpty();
    }

    /** Whether a control-plane node is about to join, whom the unreachable ones keep out. */
    private boolean hasNewcomer() {
        return !reachableMembersWithRole(true, false).isEmpty();
    }

    /** Who is to be decided on: nobody, as long as there is nothing that this side could do. */
    @Override
    public scala.collection.immutable.Set<UniqueAddress> unreachable() {
        scala.collection.immutable.Set<UniqueAddress> all = super.unreachable();
        return isDeserted() && !hasNewcomer()
                ? CollectionConverters.asScala(Set.<UniqueAddress>of()).toSet()
                : all;
    }

    @Override
    public scala.collection.immutable.Set<UniqueAddress> nodesToDown(Decision decision) {
        scala.collection.immutable.Set<UniqueAddress> nodes = super.nodesToDown(decision);
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
}
