package io.millrace.load.simulation;

import io.millrace.channel.ChannelId;
import io.millrace.cluster.NodeStatus;
import io.millrace.controlplane.nearest.EdgeRanking;
import io.millrace.controlplane.nearest.RankedEdge;
import io.millrace.edge.relay.Parents;
import io.millrace.edge.relay.UpstreamChoice;
import io.millrace.edge.viewer.OtherEdges;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/**
 * Brings viewers to edges, second by second, in the way in which a cluster does: the control plane ranks the edges by what
 * it knows, which is some seconds old; an edge that is full sends viewers on to another, once; who is refused comes back.
 */
final class Placement {
    private final List<ChannelId> channels;
    private final UpstreamChoice upstream;
    private final Directory directory;
    private final EdgeRanking ranking;
    private final Random random;
    private final Waiting waiting = new Waiting();
    private final Tally tally = new Tally();
    private int second;

    Placement(SimulatedCluster cluster, Timing timing, Random random) {
        this.channels = cluster.channels();
        this.upstream = cluster.upstream();
        this.directory = new Directory(cluster.edges(), cluster.plan().zones(), timing.announcing());
        this.ranking = new EdgeRanking(timing.busyMargin());
        this.random = random;
    }

    /** Since the event began. */
    int second() {
        return second;
    }

    Random random() {
        return random;
    }

    Tally tally() {
        return tally;
    }

    /** Whether nobody is on the way. */
    boolean isQuiet() {
        return waiting.size() == 0;
    }

    /** One sets out to find an edge after so many seconds. */
    void expect(Party party, int delay) {
        tally.settingOut(1);
        waiting.add(second + delay, party, 1);
    }

    /** One is let go by an edge and sets out at once. */
    void letGo(SimulatedEdge edge, Party party) {
        edge.leave(party);
        expect(party, 0);
    }

    void step() {
        directory.refresh(second);
        waiting.take(second).forEach(this::place);
        tally.nextSecond();
        tally.left(waiting.size());
        second++;
    }

    private void place(Party party, int count) {
        tally.asked(count);
        List<NodeStatus> candidates = directory.candidates(party.zone());
        if (candidates.isEmpty()) {
            refuse(party, count);
            return;
        }
        List<RankedEdge> ranked = ranking.rank(
                candidates,
                channels.get(party.channel()),
                SimulatedEdge.zoneName(party.zone()),
                having(candidates, party.channel()));
        SimulatedEdge best = directory.edge(ranked.get(0).node());
        int left = connect(best, party.redirected(), count);
        if (left > 0) {
            sendOn(best, party.redirected(), left);
        }
    }

    private Set<String> having(List<NodeStatus> candidates, int channel) {
        Set<String> members = new HashSet<>();
        for (NodeStatus node : candidates) {
            SimulatedEdge edge = directory.edge(node);
            if (edge.follows(channel)) {
                members.add(edge.member());
            }
        }
        return members;
    }

    /** @return for how many there is no room */
    private int connect(SimulatedEdge edge, Party party, int count) {
        if (!edge.isUp()) {
            tally.foundNobody(count);
            waiting.add(second + Timing.RETRYING, party, count);
            return 0;
        }
        tally.connected(edge, count);
        if (edge.isDraining()) {
            refuse(party, count);
            return 0;
        }
        int taken = Math.min(edge.room(), count);
        if (edge.take(party, taken)) {
            openRelay(edge, party.channel());
        }
        tally.placed(second, party.redirects(), taken);
        return count - taken;
    }

    private void openRelay(SimulatedEdge edge, int channel) {
        tally.relayOpened();
        NodeStatus self = edge.status();
        new Parents(upstream, directory::all, () -> Optional.of(self))
                .choose(channels.get(channel), failed -> false)
                .map(directory::edge)
                .ifPresent(parent -> parent.becomeParent(channel));
    }

    private void sendOn(SimulatedEdge full, Party party, int count) {
        NodeStatus self = full.status();
        OtherEdges others = new OtherEdges(directory::all, () -> Optional.of(self), random);
        for (int i = 0; i < count; i++) {
            Optional<SimulatedEdge> other = others.http(false).map(directory::edge);
            if (other.isEmpty()) {
                refuse(party, 1);
            } else {
                tally.sentOn(1);
                refuse(party.redirected(), connect(other.get(), party.redirected(), 1));
            }
        }
    }

    private void refuse(Party party, int count) {
        if (count > 0) {
            tally.refused(count);
            waiting.add(second + Timing.RETRYING, party, count);
        }
    }
}
