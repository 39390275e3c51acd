package io.millrace.controlplane.nearest;

import akka.actor.typed.ActorSystem;
import io.millrace.channel.ChannelId;
import io.millrace.channel.ClusterChannels;
import io.millrace.cluster.NodeDirectory;
import io.millrace.cluster.NodeStatus;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** Finds the edges that suit a viewer of a channel, on whatever node it is asked. Safe on any thread. */
public final class NearestEdges {
    private final Supplier<List<NodeStatus>> nodes;
    private final ChannelWatchers watchers;
    private final ViewerLocator locator;
    private final EdgeRanking ranking;

    public static NearestEdges of(
            ActorSystem<?> system, NodeDirectory directory, ClusterChannels channels, NearestSettings settings) {
        return new NearestEdges(directory::nodes, ChannelWatchers.of(system, channels, settings), settings);
    }

    NearestEdges(Supplier<List<NodeStatus>> nodes, ChannelWatchers watchers, NearestSettings settings) {
        this.nodes = nodes;
        this.watchers = watchers;
        this.locator = new ViewerLocator(settings);
        this.ranking = new EdgeRanking(settings.busyMargin());
    }

    /** Those for a viewer of whom only the address is known, the best first. */
    public CompletionStage<List<RankedEdge>> find(ChannelId channel, InetAddress viewer) {
        return find(channel, locator.zoneOf(viewer));
    }

    /** The best first; empty if there is none at all. Does not fail. */
    CompletionStage<List<RankedEdge>> find(ChannelId channel, String zone) {
        List<NodeStatus> candidates = EdgeRanking.candidates(nodes.get());
        if (candidates.isEmpty()) {
            return CompletableFuture.completedFuture(List.of());
        }
        return watchers.of(channel).thenApply(having -> ranking.rank(candidates, channel, zone, having));
    }

    Viewer locate(InetAddress peer, Map<String, String> headers) {
        return locator.locate(peer, headers);
    }
}
