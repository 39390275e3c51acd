package io.millrace.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.auth.AccessDecision;
import io.millrace.auth.AccessRequest;
import io.millrace.auth.Right;
import io.millrace.channel.BucketAcl;
import io.millrace.channel.BucketReply.Bucket;
import io.millrace.channel.BucketSettings;
import io.millrace.channel.ChannelId;
import io.millrace.cluster.NodeLoad;
import io.millrace.cluster.NodeStatus;
import io.millrace.controlplane.nearest.RankedEdge;
import io.millrace.rtmp.address.Parameter;
import io.millrace.rtmp.address.StreamAddress;
import io.millrace.rtmp.connection.PlayReceiver;
import io.millrace.rtmp.connection.PlayRequest;
import io.millrace.rtmp.connection.StreamStatus;
import io.netty.channel.EventLoop;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

class ElsewherePlayHandlerTest {
    private static final ChannelId CAM = new ChannelId("live", "a cam");

    private final List<String> answers = new ArrayList<>();

    /** Notes its answers as text. */
    private final class Play implements PlayRequest {
        private final List<ChannelId> channels;
        private boolean encrypted;

        Play(ChannelId... channels) {
            this.channels = List.of(channels);
        }

        @Override
        public void accept(PlayReceiver receiver) {
            answers.add("accepted");
        }

        @Override
        public boolean isEncrypted() {
            return encrypted;
        }

        @Override
        public void redirect(String tcUrl, String stream, StreamStatus reason) {
            answers.add(tcUrl + " " + stream + " else " + reason.code());
        }

        @Override
        public StreamAddress address() {
            return new StreamAddress(channels, Optional.of("a cam"), List.of(new Parameter("token", "x=/y")));
        }

        @Override
        public InetSocketAddress remoteAddress() {
            return new InetSocketAddress("192.0.2.8", 40000);
        }

        @Override
        public EventLoop eventLoop() {
            throw new AssertionError("no connection");
        }

        @Override
        public void refuse(StreamStatus reason) {
            answers.add(reason.code());
        }
    }

    private static RankedEdge edge(Optional<String> publicRtmp) {
        return new RankedEdge(
                new NodeStatus(
                        "e",
                        Set.of(NodeStatus.EDGE),
                        "",
                        Optional.empty(),
                        Optional.empty(),
                        publicRtmp,
                        Optional.of("http://edge"),
                        NodeLoad.NONE,
                        false),
                false);
    }

    private static ElsewherePlayHandler handler(RankedEdge... edges) {
        return new ElsewherePlayHandler(
                ElsewherePlayHandlerTest::refuse,
                (channel, viewer) -> CompletableFuture.completedFuture(List.of(edges)));
    }

    private static CompletionStage<AccessDecision> refuse(AccessRequest request) {
        return CompletableFuture.completedFuture(
                new AccessDecision.Refused(AccessDecision.Reason.ACCESS_DENIED, "only an edge lets players in"));
    }

    @Test
    void aPlayerIsSentToTheBestEdgeThatHasRtmpWithItsParameters() {
        handler(edge(Optional.empty()), edge(Optional.of("rtmp://edge:1935"))).onPlay(new Play(CAM));
        assertThat(answers).containsExactly("rtmp://edge:1935/live a%20cam?token=x%3D%2Fy else NetStream.Play.Failed");
    }

    @Test
    void aPlayerThatCameByTlsIsSentOnByTlsOnly() {
        Play play = new Play(CAM);
        play.encrypted = true;
        handler(edge(Optional.of("rtmp://edge")), edge(Optional.of("rtmps://edge")))
                .onPlay(play);
        assertThat(answers).containsExactly("rtmps://edge/live a%20cam?token=x%3D%2Fy else NetStream.Play.Failed");
    }

    @Test
    void aPlayerWhoMayPlayIsSentToTheChannelThatItsAddressMeans() {
        Bucket bucket = new Bucket(
                "shows", BucketSettings.of(BucketAcl.PRIVATE, false, true, true, false, 10), Instant.EPOCH, 0);
        new ElsewherePlayHandler(
                        request -> CompletableFuture.completedFuture(
                                new AccessDecision.Granted(new ChannelId("shows", "a cam"), bucket, Right.LASTING)),
                        (channel, viewer) ->
                                CompletableFuture.completedFuture(List.of(edge(Optional.of("rtmp://edge")))))
                .onPlay(new Play(CAM));
        assertThat(answers).containsExactly("rtmp://edge/shows a%20cam?token=x%3D%2Fy else NetStream.Play.Failed");
    }

    @Test
    void whileAccessCannotBeDecidedAPlayerIsSentToTheLikeliestChannel() {
        new ElsewherePlayHandler(
                        request -> CompletableFuture.failedFuture(new IllegalStateException()),
                        (channel, viewer) ->
                                CompletableFuture.completedFuture(List.of(edge(Optional.of("rtmp://edge")))))
                .onPlay(new Play(CAM));
        assertThat(answers).containsExactly("rtmp://edge/live a%20cam?token=x%3D%2Fy else NetStream.Play.Failed");
    }

    @Test
    void withoutAnEdgeOrAChannelAPlayerIsRefused() {
        handler().onPlay(new Play(CAM));
        handler(edge(Optional.of("rtmp://edge"))).onPlay(new Play());
        new ElsewherePlayHandler(
                        ElsewherePlayHandlerTest::refuse,
                        (channel, viewer) -> CompletableFuture.failedFuture(new IllegalStateException()))
                .onPlay(new Play(CAM));
        assertThat(answers).containsExactly("NetStream.Play.Failed", "NetStream.Play.Failed", "NetStream.Play.Failed");
    }
}
