package io.millrace.node;

import io.millrace.auth.AccessDecision;
import io.millrace.auth.AccessDecision.Granted;
import io.millrace.auth.AccessRequest;
import io.millrace.auth.RedirectedSign;
import io.millrace.auth.StreamAccess;
import io.millrace.auth.StreamAction;
import io.millrace.channel.ChannelId;
import io.millrace.controlplane.nearest.RankedEdge;
import io.millrace.edge.rtmp.RedirectTarget;
import io.millrace.rtmp.address.Parameter;
import io.millrace.rtmp.address.StreamAddress;
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

    private final StreamAccess access;
    private final BiFunction<ChannelId, InetAddress, CompletionStage<List<RankedEdge>>> edges;

    /**
     * @param access tells which channel an address means, and whether its sign is right; the edge decides who may play
     * @param edges the edges for a channel's viewer, the best first
     */
    ElsewherePlayHandler(
            StreamAccess access, BiFunction<ChannelId, InetAddress, CompletionStage<List<RankedEdge>>> edges) {
        this.access = access;
        this.edges = edges;
    }

    /** What is played, and the parameters with which an edge is asked for it. */
    private record Wanted(ChannelId channel, List<Parameter> parameters) {}

    @Override
    public void onPlay(PlayRequest request) {
        access.decide(new AccessRequest(StreamAction.PLAY, request.address(), request.remoteAddress(), request.page()))
                .handle((decision, failure) -> wanted(request.address(), decision))
                .thenAccept(
                        wanted -> wanted.ifPresentOrElse(found -> send(request, found), () -> request.refuse(NO_EDGE)));
    }

    private static Optional<Wanted> wanted(StreamAddress address, AccessDecision decision) {
        return decision instanceof Granted granted
                ? Optional.of(new Wanted(
                        granted.channel(), RedirectedSign.parameters(granted.bucket(), granted.channel(), address)))
                : address.candidates().stream().findFirst().map(channel -> new Wanted(channel, address.parameters()));
    }

    private void send(PlayRequest request, Wanted wanted) {
        edges.apply(wanted.channel(), request.remoteAddress().getAddress())
                .exceptionally(failure -> List.of())
                .thenAccept(ranked -> ranked.stream()
                        .flatMap(edge -> edge.node().publicRtmp().stream())
                        .filter(base -> !request.isEncrypted() || base.startsWith("rtmps:"))
                        .findFirst()
                        .ifPresentOrElse(
                                base -> request.redirect(
                                        base + '/' + wanted.channel().bucket(),
                                        RedirectTarget.stream(wanted.channel(), wanted.parameters()),
                                        NO_EDGE),
                                () -> request.refuse(NO_EDGE)));
    }
}
