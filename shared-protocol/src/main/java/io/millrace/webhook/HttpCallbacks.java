package io.millrace.webhook;

import io.millrace.auth.Right;
import io.millrace.channel.BucketReply.Bucket;
import io.millrace.channel.ChannelId;
import io.millrace.channel.ClientInfo;
import io.millrace.rtmp.address.Parameter;
import java.net.InetSocketAddress;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Callbacks of those who play over HTTP: a request for a live stream is a connection and a play in one. */
public final class HttpCallbacks {
    private final Optional<Callbacks> callbacks;

    public HttpCallbacks(Callbacks callbacks) {
        this(Optional.of(callbacks));
    }

    private HttpCallbacks(Optional<Callbacks> callbacks) {
        this.callbacks = callbacks;
    }

    /** Asks and tells nothing. */
    public static HttpCallbacks none() {
        return new HttpCallbacks(Optional.empty());
    }

    /** Whether anybody wants to know of the bucket's players. */
    public boolean isOf(Bucket bucket) {
        return callbacks.isPresent()
                && (!bucket.settings().webhooks().isEmpty() || callbacks.get().hasListeners());
    }

    /**
     * A player that asks for a stream.
     *
     * @param host of the request, with or without a port
     * @param parameters of the request
     * @param right by which it is let in
     */
    public HttpPlayer player(
            Bucket bucket,
            ChannelId channel,
            InetSocketAddress remote,
            String method,
            String host,
            String pageUrl,
            List<Parameter> parameters,
            Right right) {
        Claim claim = new Claim(bucket, channel, Clients.param(parameters), Clients.bearer(right));
        if (!isOf(bucket)) {
            return new HttpPlayer(Optional.empty(), claim);
        }
        String ip = Clients.ip(remote);
        Map<String, String> query = new LinkedHashMap<>();
        Clients.withoutTokens(parameters).forEach(parameter -> query.putIfAbsent(parameter.name(), parameter.value()));
        Map<String, Object> connect = new LinkedHashMap<>();
        connect.put("ip", ip);
        connect.put("method", method);
        connect.put("streamPath", '/' + channel.entityId());
        connect.put("query", query);
        ClientInfo info = new ClientInfo(
                Clients.newId(),
                ip,
                Clients.vhost(parameters, Clients.hostOf(host)),
                "",
                Clients.withoutTokens(pageUrl),
                claim.param(),
                connect,
                claim.bearer());
        return new HttpPlayer(Optional.of(new ClientEvents(callbacks.get(), info, false)), claim);
    }

    /** One request for a live stream; called on any thread. */
    public static final class HttpPlayer {
        private static final CompletionStage<Verdict> ALLOWED = CompletableFuture.completedStage(Verdict.ALLOWED);

        private final Optional<ClientEvents> events;
        private final Claim claim;
        private boolean playing;
        private boolean gone;

        private HttpPlayer(Optional<ClientEvents> events, Claim claim) {
            this.events = events;
            this.claim = claim;
        }

        /** Asks whether it may connect, then whether it may play; the stage never fails. {@link #gone} is owed. */
        public CompletionStage<Verdict> ask() {
            return events.map(known -> known.connect(claim.bucket()).thenCompose(verdict -> {
                        if (!verdict.allowed()) {
                            return CompletableFuture.completedStage(verdict);
                        }
                        known.connected(claim.bucket());
                        return askPlay();
                    }))
                    .orElse(ALLOWED);
        }

        /** Asks only whether it may play, as of players without a connection. */
        public CompletionStage<Verdict> askPlay() {
            return events.map(known -> known.play(claim)).orElse(ALLOWED);
        }

        /** The same without what is told of a connection, which those have not who ask for playlists. */
        public HttpPlayer withoutConnection() {
            return new HttpPlayer(events.map(ClientEvents::withoutConnection), claim);
        }

        /** The stream begins, or goes on: it begins once. */
        public synchronized void played() {
            if (playing || gone) {
                return;
            }
            playing = true;
            events.ifPresent(known -> known.played(claim));
        }

        /** The request is over, whatever became of it; counts once. */
        public synchronized void gone() {
            if (gone || events.isEmpty()) {
                return;
            }
            gone = true;
            ClientEvents known = events.get();
            if (playing) {
                known.stopped(claim);
            }
            known.disconnected(new Occasion.Traffic(0, 0));
        }
    }
}
