package io.millrace.webhook;

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
     */
    public HttpPlayer player(
            Bucket bucket,
            ChannelId channel,
            InetSocketAddress remote,
            String method,
            String host,
            String pageUrl,
            List<Parameter> parameters) {
        if (!isOf(bucket)) {
            return new HttpPlayer(Optional.empty(), bucket, channel);
        }
        String ip = Clients.ip(remote);
        String param = Clients.param(parameters);
        Map<String, String> query = new LinkedHashMap<>();
        parameters.forEach(parameter -> query.putIfAbsent(parameter.name(), parameter.value()));
        Map<String, Object> connect = new LinkedHashMap<>();
        connect.put("ip", ip);
        connect.put("method", method);
        connect.put("streamPath", '/' + channel.entityId());
        connect.put("query", query);
        ClientInfo info = new ClientInfo(
                Clients.newId(), ip, Clients.vhost(parameters, Clients.hostOf(host)), "", pageUrl, param, connect);
        return new HttpPlayer(Optional.of(new ClientEvents(callbacks.get(), info, false)), bucket, channel);
    }

    /** One request for a live stream; called on any thread. */
    public static final class HttpPlayer {
        private static final CompletionStage<Verdict> ALLOWED = CompletableFuture.completedStage(Verdict.ALLOWED);

        private final Optional<ClientEvents> events;
        private final Bucket bucket;
        private final ChannelId channel;
        private boolean playing;
        private boolean gone;

        private HttpPlayer(Optional<ClientEvents> events, Bucket bucket, ChannelId channel) {
            this.events = events;
            this.bucket = bucket;
            this.channel = channel;
        }

        /** Asks whether it may connect, then whether it may play; the stage never fails. {@link #gone} is owed. */
        public CompletionStage<Verdict> ask() {
            return events.map(known -> known.connect(bucket).thenCompose(verdict -> {
                        if (!verdict.allowed()) {
                            return CompletableFuture.completedStage(verdict);
                        }
                        known.connected(bucket);
                        return askPlay();
                    }))
                    .orElse(ALLOWED);
        }

        /** Asks only whether it may play, as of players without a connection. */
        public CompletionStage<Verdict> askPlay() {
            return events.map(known -> known.play(bucket, channel, known.info().param()))
                    .orElse(ALLOWED);
        }

        /** The stream begins. */
        public synchronized void played() {
            playing = true;
            events.ifPresent(known -> known.played(bucket, channel, known.info().param()));
        }

        /** The request is over, whatever became of it; counts once. */
        public synchronized void gone() {
            if (gone || events.isEmpty()) {
                return;
            }
            gone = true;
            ClientEvents known = events.get();
            if (playing) {
                known.stopped(bucket, channel, known.info().param());
            }
            known.disconnected(new Occasion.Traffic(0, 0));
        }
    }
}
