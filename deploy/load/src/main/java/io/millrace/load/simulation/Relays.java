package io.millrace.load.simulation;

import io.millrace.channel.ChannelId;
import io.millrace.cluster.NodeStatus;
import io.millrace.edge.relay.Parents;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * By which relays the channels come to the edges that have viewers of them.
 *
 * @param perChannel how many each channel has
 * @param byOrigin how many each origin serves
 * @param byEdge how many each edge serves, as a parent
 * @param betweenZones how many have their ends in different zones
 */
record Relays(int[] perChannel, int[] byOrigin, int[] byEdge, int betweenZones) {

    static Relays of(SimulatedCluster cluster) {
        return new Count(cluster).relays();
    }

    private static final class Count {
        private final SimulatedCluster cluster;
        private final Map<SimulatedEdge, Parents> parents = new HashMap<>();
        private final int[] byOrigin;
        private final int[] byEdge;
        private int betweenZones;

        Count(SimulatedCluster cluster) {
            this.cluster = cluster;
            this.byOrigin = new int[cluster.origins().count()];
            this.byEdge = new int[cluster.edges().size()];
            // An edge has its parents in its zone only, so the others need not be looked through.
            Map<Integer, List<NodeStatus>> byZone = new HashMap<>();
            for (SimulatedEdge edge : cluster.edgesUp()) {
                byZone.computeIfAbsent(edge.zone(), zone -> new ArrayList<>()).add(edge.status());
            }
            for (SimulatedEdge edge : cluster.edgesUp()) {
                List<NodeStatus> zone = byZone.get(edge.zone());
                Optional<NodeStatus> self = Optional.of(edge.status());
                parents.put(edge, new Parents(cluster.upstream(), () -> zone, () -> self));
            }
        }

        Relays relays() {
            int[] perChannel = new int[cluster.channels().size()];
            for (int channel = 0; channel < perChannel.length; channel++) {
                int origin = cluster.origins().originOf(channel);
                perChannel[channel] = origin == SimulatedOrigins.NOWHERE ? 0 : count(channel, origin);
            }
            return new Relays(perChannel, byOrigin, byEdge, betweenZones);
        }

        private int count(int channel, int origin) {
            ChannelId id = cluster.channels().get(channel);
            Set<SimulatedEdge> fromOrigin = new HashSet<>();
            int fromParents = 0;
            for (SimulatedEdge edge : parents.keySet()) {
                if (edge.viewers(channel) > 0) {
                    Optional<SimulatedEdge> parent = parents.get(edge)
                            .choose(id, failed -> false)
                            .map(relay -> cluster.edges().get(SimulatedEdge.number(relay.host())));
                    fromOrigin.add(parent.orElse(edge));
                    if (parent.isPresent()) {
                        byEdge[parent.get().number()]++;
                        fromParents++;
                    }
                }
            }
            byOrigin[origin] += fromOrigin.size();
            betweenZones += (int) fromOrigin.stream()
                    .filter(edge -> edge.zone() != cluster.origins().zone(origin))
                    .count();
            return fromOrigin.size() + fromParents;
        }
    }
}
