package io.millrace.edge.http;

import io.millrace.auth.ObjectAccess;
import io.millrace.delivery.Delivery;
import io.millrace.edge.hls.PlaylistRenderer;
import io.millrace.edge.relay.EdgeChannels;
import io.millrace.edge.viewer.Departure;
import io.millrace.edge.viewer.Entrance;
import io.millrace.edge.viewer.OtherEdges;
import io.millrace.edge.viewer.ViewerLimit;
import io.millrace.quota.BucketQuotas;
import io.millrace.storage.ObjectStore;
import io.millrace.tls.ServerTls;
import io.millrace.webhook.HttpCallbacks;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.ServerChannel;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The edge's HTTP listener, with or without TLS. */
public final class EdgeHttpServer {
    private static final int BACKLOG = 1024;

    /** HLS players ask every few seconds; more of them than these are told from newcomers on a full edge only by chance. */
    private static final Duration PLAYER_MEMORY = Duration.ofSeconds(30);

    private static final int MAX_PLAYERS = 100_000;

    private final HttpSettings settings;
    private final HttpsSettings https;
    private final ObjectAccess access;
    private final Endpoints endpoints;
    private final ConnectionLimit limit;
    private final AddressGate addressGate;

    public EdgeHttpServer(
            HttpSettings settings,
            HttpsSettings https,
            ObjectAccess access,
            HttpCallbacks callbacks,
            EdgeChannels channels,
            Delivery delivery,
            ViewerLimit viewers,
            Entrance entrance,
            BucketQuotas quotas,
            OtherEdges others,
            Departure departure,
            PlaylistRenderer renderer,
            ObjectStore store,
            InstantSource clock) {
        HttpAnswers answers = new HttpAnswers(settings.allowOrigin());
        NoRoom noRoom = new NoRoom(others, viewers, answers);
        StoredObjects objects =
                new StoredObjects(store, answers, delivery, quotas, settings.segmentMaxAge(), settings.readBytes());
        PlayerCallbacks players = new PlayerCallbacks(callbacks, answers, MAX_PLAYERS, PLAYER_MEMORY);
        this.settings = settings;
        this.https = https;
        this.access = access;
        Clients clients = new Clients(settings.trustedProxies());
        this.endpoints = new Endpoints(
                clients,
                settings.mounts(),
                answers,
                new LiveStreams(channels, delivery, entrance, departure, answers, noRoom, settings.writeTimeout()),
                new LivePlaylists(
                        channels,
                        renderer,
                        objects,
                        answers,
                        new SegmentSigning(clock),
                        entrance,
                        noRoom,
                        new RecentPlayers(MAX_PLAYERS, PLAYER_MEMORY),
                        players),
                objects,
                players);
        this.limit = new ConnectionLimit(viewers);
        this.addressGate = new AddressGate(settings.maxConnectionsPerAddress(), clients);
    }

    /** Every connection is closed behind its next answer from now on; any thread. */
    public void closeConnections() {
        endpoints.answers().closeConnections();
    }

    private HttpPipeline pipeline(Optional<ServerTls> tls) {
        Http2Pipeline http2 = new Http2Pipeline(settings, https, access, endpoints);
        return new HttpPipeline(
                settings,
                limit,
                addressGate,
                access,
                endpoints,
                tls,
                Optional.of(http2).filter(any -> https.hasHttp2()));
    }

    /**
     * Begins to listen.
     *
     * @param port 0 for any free one
     * @return the listening channel, whose local address tells the port
     */
    public CompletionStage<Channel> bind(
            EventLoopGroup acceptLoops,
            EventLoopGroup loops,
            Class<? extends ServerChannel> transport,
            int port,
            Optional<ServerTls> tls) {
        CompletableFuture<Channel> bound = new CompletableFuture<>();
        new ServerBootstrap()
                .group(acceptLoops, loops)
                .channel(transport)
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childHandler(pipeline(tls))
                .bind(new InetSocketAddress(settings.host(), port))
                .addListener((ChannelFuture done) -> {
                    if (done.isSuccess()) {
                        bound.complete(done.channel());
                    } else {
                        bound.completeExceptionally(done.cause());
                    }
                });
        return bound;
    }
}
