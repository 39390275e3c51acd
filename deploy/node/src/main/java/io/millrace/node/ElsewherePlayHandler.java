package io.millrace.node;

import io.millrace.auth.UriEncoding;
import io.millrace.channel.ChannelId;
import io.millrace.controlplane.nearest.RankedEdge;
import io.millrace.rtmp.address.Parameter;
import io.millrace.rtmp.connection.PlayHandler;
import io.millrace.rtmp.connection.PlayRequest;
import io.millrace.rtmp.connection.StreamStatus;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;
import java.util.stream.Collectors;

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
                        .findFirst()
                        .ifPresentOrElse(
                                base -> request.redirect(
                                        base + '/' + channel.get().bucket(), stream(request, channel.get()), NO_EDGE),
                                () -> request.refuse(NO_EDGE)));
    }

    private static String stream(PlayRequest request, ChannelId channel) {
        List<Parameter> parameters = request.address().parameters();
        String name = UriEncoding.encode(channel.channel());
        return parameters.isEmpty()
                ? name
                : parameters.stream()
                        .map(parameter ->
                                UriEncoding.encode(parameter.name()) + '=' + UriEncoding.encode(parameter.value()))
                        .collect(Collectors.joining("&", name + '?', ""));
    }
}
