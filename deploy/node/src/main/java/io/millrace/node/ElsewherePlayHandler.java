package io.millrace.node;

import io.millrace.channel.ChannelId;
import io.millrace.controlplane.nearest.RankedEdge;
import io.millrace.edge.rtmp.RedirectTarget;
import io.millrace.rtmp.connection.PlayHandler;
import io.millrace.rtmp.connection.PlayRequest;
import io.millrace.rtmp.connection.StreamStatus;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;

/** Sends RTMP players that come to a node without the edge role to the best edge, with the parameters of their address. */
final class ElsewherePlayHandler implements PlayHandler {
    private static final StreamStatus NO_EDGE =
            new StreamStatus("NetStream.Play.Failed", "This node gives no streams out: it is no edge.");

    private final BiFunction<ChannelId, InetAddress, CompletionStage<List<RankedEdge>>> edges;

    /** @param edges the edges for a channel's viewer, the best first */
    ElsewherePlayHandler(BiFunction<ChannelId, InetAddress, CompletionStage<List<RankedEdge>>> edges) {
        this.edges = edges;
    }

    @Override
    public void onPlay(PlayRequest request) {
        Optional<ChannelId> channel = request.address().candidates().stream().findFirst();
        if (channel.isEmpty()) {
            request.refuse(NO_EDGE);
            return;
        }
        edges.apply(channel.get(), request.remoteAddress().getAddress())
                .exceptionally(failure -> List.of())
                .thenAccept(ranked -> ranked.stream()
                        .flatMap(edge -> edge.node().publicRtmp().stream())
                        .filter(base -> !request.isEncrypted() || base.startsWith("rtmps:"))
                        .findFirst()
                        .ifPresentOrElse(
                                base -> request.redirect(
                                        base + '/' + channel.get().bucket(),
                                        RedirectTarget.stream(
                                                channel.get(), request.address().parameters()),
                                        NO_EDGE),
                                () -> request.refuse(NO_EDGE)));
    }
}
