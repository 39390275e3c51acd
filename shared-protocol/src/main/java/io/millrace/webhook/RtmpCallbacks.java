package io.millrace.webhook;

import io.millrace.amf.AmfProperties;
import io.millrace.auth.AccessDecision.Granted;
import io.millrace.auth.Buckets;
import io.millrace.auth.Right;
import io.millrace.channel.BucketReply.Bucket;
import io.millrace.channel.ChannelId;
import io.millrace.channel.ClientInfo;
import io.millrace.rtmp.connection.ClientConnection;
import io.millrace.rtmp.connection.ConnectHandler;
import io.millrace.rtmp.connection.PlayReceiver;
import io.millrace.rtmp.connection.PlayRequest;
import io.millrace.rtmp.connection.PublishRequest;
import io.millrace.rtmp.connection.StreamRequest;
import io.netty.util.AttributeKey;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.LongSupplier;

/**
 * Callbacks of RTMP connections. A connect names no bucket for sure: it is the first that its app and host may mean. A node
 * that cannot look the bucket up lets the connection in, as its publish or play is decided on by itself.
 */
public final class RtmpCallbacks implements ConnectHandler {
    private static final AttributeKey<ClientEvents> EVENTS = AttributeKey.valueOf("millrace-client-events");
    private static final AttributeKey<Bucket> BUCKET = AttributeKey.valueOf("millrace-connect-bucket");
    private static final String ANY_STREAM = "any";

    private final Optional<Callbacks> callbacks;

    public RtmpCallbacks(Callbacks callbacks) {
        this(Optional.of(callbacks));
    }

    private RtmpCallbacks(Optional<Callbacks> callbacks) {
        this.callbacks = callbacks;
    }

    /** Asks and tells nothing. */
    public static RtmpCallbacks none() {
        return new RtmpCallbacks(Optional.empty());
    }

    @Override
    public CompletionStage<Optional<String>> onConnect(ClientConnection connection) {
        return callbacks
                .map(known -> onConnect(known, connection))
                .orElseGet(() -> CompletableFuture.completedFuture(Optional.empty()));
    }

    private static CompletionStage<Optional<String>> onConnect(Callbacks callbacks, ClientConnection connection) {
        ClientEvents events = new ClientEvents(callbacks, info(connection), true);
        connection.channel().attr(EVENTS).set(events);
        List<ChannelId> candidates = connection.address(ANY_STREAM).candidates();
        return find(callbacks.buckets(), candidates, 0)
                .thenCompose(bucket -> bucket.isEmpty()
                        ? CompletableFuture.completedFuture(Verdict.ALLOWED)
                        : events.connect(remembered(connection, bucket.get())))
                .handle((verdict, failure) -> failure != null || verdict.allowed()
                        ? Optional.empty()
                        : Optional.of("This connection is not allowed."));
    }

    private static Bucket remembered(ClientConnection connection, Bucket bucket) {
        connection.channel().attr(BUCKET).set(bucket);
        return bucket;
    }

    private static CompletionStage<Optional<Bucket>> find(Buckets buckets, List<ChannelId> candidates, int index) {
        if (index == candidates.size()) {
            return CompletableFuture.completedFuture(Optional.empty());
        }
        return buckets.find(candidates.get(index).bucket())
                .thenCompose(found -> found.isPresent()
                        ? CompletableFuture.completedFuture(found)
                        : find(buckets, candidates, index + 1));
    }

    @Override
    public void onConnected(ClientConnection connection) {
        Bucket bucket = connection.channel().attr(BUCKET).get();
        if (bucket != null) {
            connection.channel().attr(EVENTS).get().connected(bucket);
        }
    }

    @Override
    public void onDisconnected(ClientConnection connection) {
        ClientEvents events = connection.channel().attr(EVENTS).get();
        if (events != null) {
            events.disconnected(new Occasion.Traffic(events.sentBytes(), connection.receivedBytes()));
        }
    }

    private static ClientInfo info(ClientConnection connection) {
        String tcUrl = Clients.withoutTokens(connection.connect().tcUrl());
        String pageUrl = connection.commandObject() instanceof AmfProperties properties
                ? properties.text("pageUrl").map(Clients::withoutTokens).orElse("")
                : "";
        return new ClientInfo(
                Clients.newId(),
                Clients.ip(connection.remoteAddress()),
                Clients.vhost(connection.address(ANY_STREAM).parameters(), Clients.hostOfUrl(tcUrl)),
                tcUrl,
                pageUrl,
                "",
                Clients.members(connection.commandObject()),
                Optional.empty());
    }

    private static Optional<ClientEvents> events(StreamRequest request) {
        return request.connection()
                .map(connection -> connection.channel().attr(EVENTS).get());
    }

    private static Claim claim(StreamRequest request, Granted granted) {
        return new Claim(
                granted.bucket(),
                granted.channel(),
                Clients.param(request.address().parameters()),
                Clients.bearer(granted.right()));
    }

    /** Asks whether a publish with access may begin; the stage never fails. */
    public CompletionStage<Verdict> askPublish(PublishRequest request, Granted granted) {
        return events(request)
                .map(events -> events.publish(claim(request, granted)))
                .orElseGet(() -> CompletableFuture.completedFuture(Verdict.ALLOWED));
    }

    /** Who publishes, for the channel's journal. */
    public Optional<ClientInfo> publisher(PublishRequest request, Right right) {
        return events(request)
                .map(ClientEvents::info)
                .map(info -> info.with(Clients.param(request.address().parameters()), Clients.bearer(right)));
    }

    /** A session is asked for; {@link #publishEnded} is owed. */
    public void publishBegins(PublishRequest request, ChannelId channel) {
        events(request).ifPresent(events -> events.publishBegins(channel));
    }

    /** The channel has been told that the session is over. */
    public void publishEnded(PublishRequest request) {
        events(request).ifPresent(ClientEvents::publishEnded);
    }

    /** Asks whether a play with access may begin; the stage never fails. */
    public CompletionStage<Verdict> askPlay(PlayRequest request, Granted granted) {
        return events(request)
                .map(events -> events.play(claim(request, granted)))
                .orElseGet(() -> CompletableFuture.completedFuture(Verdict.ALLOWED));
    }

    /**
     * What receives a play that was let in, and tells of it.
     *
     * @param sentBytes of the play until now; asked when it is over
     */
    public PlayReceiver telling(PlayRequest request, Granted granted, PlayReceiver receiver, LongSupplier sentBytes) {
        return events(request)
                .<PlayReceiver>map(events -> new TellingReceiver(receiver, sentBytes, events, claim(request, granted)))
                .orElse(receiver);
    }
}
