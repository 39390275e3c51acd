package io.millrace.origin;

import akka.Done;
import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.Props;
import akka.actor.typed.javadsl.AskPattern;
import akka.cluster.typed.Cluster;
import io.micrometer.core.instrument.Gauge;
import io.millrace.channel.OriginNode;
import io.millrace.origin.feed.FeedFactory;
import io.millrace.origin.feed.Feeds;
import io.millrace.origin.publish.OriginPublishHandler;
import io.millrace.origin.publish.PublishSessions;
import io.millrace.origin.publish.SessionServices;
import io.millrace.origin.relay.RelayPlayHandler;
import io.millrace.origin.segment.SegmentBudget;
import io.millrace.rtmp.connection.PublishHandler;
import io.millrace.rtmp.connection.RtmpHandlers;
import io.millrace.rtmp.connection.RtmpListener;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * A node's origin role at work: the relay listener is bound, and the publish handler waits to be plugged into the public
 * RTMP listener, which the node opens and closes.
 */
public final class Origin {
    /** What the sessions may take to stop beyond the time that they have for their last segments. */
    private static final Duration STOP_MARGIN = Duration.ofSeconds(5);

    private final ActorSystem<?> system;
    private final Feeds feeds;
    private final int maxPublishers;
    private final RtmpListener relay;
    private final InetSocketAddress relayAddress;
    private final ActorRef<PublishSessions.Command> sessions;
    private final OriginPublishHandler publishHandler;
    private final Duration drainTimeout;

    private Origin(
            ActorSystem<?> system,
            Feeds feeds,
            int maxPublishers,
            RtmpListener relay,
            InetSocketAddress relayAddress,
            ActorRef<PublishSessions.Command> sessions,
            OriginPublishHandler publishHandler,
            Duration drainTimeout) {
        this.system = system;
        this.feeds = feeds;
        this.maxPublishers = maxPublishers;
        this.relay = relay;
        this.relayAddress = relayAddress;
        this.sessions = sessions;
        this.publishHandler = publishHandler;
        this.drainTimeout = drainTimeout;
    }

    /** Binds the relay listener; the stage fails with the bind's exception. */
    public static CompletionStage<Origin> start(OriginServices services, OriginSettings settings) {
        Feeds feeds = new Feeds();
        RelayPlayHandler plays = new RelayPlayHandler(
                feeds, services.tickets(), services.delivery(), settings.relay().feedWait(), services.meters());
        RtmpListener relay = new RtmpListener(
                "relay",
                services.acceptor(),
                services.workers(),
                settings.rtmp().withMaxConnectionsPerAddress(settings.relay().maxConnectionsPerAddress()),
                RtmpHandlers.playOnly(plays),
                Optional.empty(),
                services.meters());
        return relay.bind(settings.relay().host(), settings.relay().port())
                .thenApply(address -> started(services, settings, feeds, relay, address));
    }

    private static Origin started(
            OriginServices services,
            OriginSettings settings,
            Feeds feeds,
            RtmpListener relay,
            InetSocketAddress relayAddress) {
        FeedFactory feedFactory = new FeedFactory(
                settings.feed(),
                settings.segment(),
                settings.streamLog(),
                settings.rtmp().outgoingChunkSize(),
                feeds,
                services.clock(),
                services.meters());
        SegmentBudget budget = new SegmentBudget(settings.segment());
        SessionServices sessionServices = new SessionServices(
                settings.publish(),
                self(services.system(), settings, relayAddress.getPort()),
                services.channels(),
                services.buckets(),
                feedFactory,
                budget,
                services.store(),
                services.meters());
        ActorRef<PublishSessions.Command> sessions = services.system()
                .systemActorOf(PublishSessions.create(sessionServices), "publish-sessions", Props.empty());
        Gauge.builder("millrace.origin.publishers", feeds, live -> live.all().size())
                .register(services.meters());
        Gauge.builder("millrace.origin.segments.pending.bytes", budget, SegmentBudget::pendingBytes)
                .register(services.meters());
        OriginPublishHandler publishHandler = new OriginPublishHandler(services.access(), sessions, services.meters());
        return new Origin(
                services.system(),
                feeds,
                settings.publish().maxPublishers(),
                relay,
                relayAddress,
                sessions,
                publishHandler,
                settings.publish().drainTimeout());
    }

    private static OriginNode self(ActorSystem<?> system, OriginSettings settings, int relayPort) {
        var member = Cluster.get(system).selfMember();
        String host = settings.relay()
                .advertisedHost()
                .orElseGet(() -> member.address().getHost().orElse("127.0.0.1"));
        return new OriginNode(OriginNode.addressOf(member.uniqueAddress()), host, relayPort);
    }

    /** Where edges pull feeds, with the true port. */
    public InetSocketAddress relayAddress() {
        return relayAddress;
    }

    /** How many streams are published here now; safe on any thread. */
    public int publishers() {
        return feeds.all().size();
    }

    public int maxPublishers() {
        return maxPublishers;
    }

    /** For the public RTMP listeners. */
    public PublishHandler publishHandler() {
        return publishHandler;
    }

    /**
     * Refuses new publishers, closes those that are here, enters their last segments within the drain time, ends their
     * sessions, and then closes the relay.
     */
    public CompletionStage<Void> stop() {
        publishHandler.stop();
        CompletionStage<Done> ended = AskPattern.ask(
                sessions,
                replyTo -> new PublishSessions.Stop(drainTimeout, replyTo),
                drainTimeout.plus(STOP_MARGIN),
                system.scheduler());
        return ended.handle((done, failure) -> null).thenCompose(done -> relay.close());
    }
}
