package io.millrace.origin;

import akka.Done;
import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.Props;
import akka.actor.typed.javadsl.AskPattern;
import akka.cluster.typed.Cluster;
import io.micrometer.core.instrument.Gauge;
import io.millrace.admission.Admission;
import io.millrace.channel.OriginNode;
import io.millrace.origin.feed.FeedFactory;
import io.millrace.origin.feed.Feeds;
import io.millrace.origin.publish.OriginPublishHandler;
import io.millrace.origin.publish.PublishSessions;
import io.millrace.origin.publish.SessionServices;
import io.millrace.origin.relay.FeedRelays;
import io.millrace.origin.segment.SegmentBudget;
import io.millrace.relay.RelaySource;
import io.millrace.rtmp.connection.PublishHandler;
import java.time.Duration;
import java.util.concurrent.CompletionStage;

/**
 * A node's origin role at work: its handlers wait to be plugged into the public RTMP listener and the relay listener,
 * which the node opens and closes.
 */
public final class Origin {
    /** What the sessions may take to stop beyond the time that they have for it. */
    private static final Duration STOP_MARGIN = Duration.ofSeconds(2);

    private final ActorSystem<?> system;
    private final Feeds feeds;
    private final Admission admission;
    private final ActorRef<PublishSessions.Command> sessions;
    private final OriginPublishHandler publishHandler;
    private final Duration drainTimeout;

    private Origin(
            ActorSystem<?> system,
            Feeds feeds,
            Admission admission,
            ActorRef<PublishSessions.Command> sessions,
            OriginPublishHandler publishHandler,
            Duration drainTimeout) {
        this.system = system;
        this.feeds = feeds;
        this.admission = admission;
        this.sessions = sessions;
        this.publishHandler = publishHandler;
        this.drainTimeout = drainTimeout;
    }

    /** Begins to take publishers in, once {@link #publishHandler} is plugged in. */
    public static Origin start(OriginServices services, OriginSettings settings) {
        Feeds feeds = new Feeds();
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
                services.admission(),
                services.rights(),
                services.quotas(),
                services.callbacks(),
                self(services, settings),
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
        OriginPublishHandler publishHandler =
                new OriginPublishHandler(services.access(), services.callbacks(), sessions, services.meters());
        return new Origin(
                services.system(),
                feeds,
                services.admission(),
                sessions,
                publishHandler,
                settings.publish().drainTimeout());
    }

    private static OriginNode self(OriginServices services, OriginSettings settings) {
        var member = Cluster.get(services.system()).selfMember();
        String host = settings.relay()
                .advertisedHost()
                .orElseGet(() -> member.address().getHost().orElse("127.0.0.1"));
        return new OriginNode(OriginNode.addressOf(member.uniqueAddress()), host, services.relayPort());
    }

    /** For the relay listener. */
    public RelaySource relaySource() {
        return new FeedRelays(feeds);
    }

    /** How many streams are published here now; safe on any thread. */
    public int publishers() {
        return feeds.all().size();
    }

    /** How many it could have as things are; safe on any thread. */
    public int capacity() {
        return admission.publisherCapacity(publishers());
    }

    /** For the public RTMP listeners. */
    public PublishHandler publishHandler() {
        return publishHandler;
    }

    /** Refuses publishers from now on; those that are here go on. */
    public void refusePublishers() {
        publishHandler.stop();
    }

    /** The longest that {@link #stop} may take. */
    public static Duration stopLimit(OriginSettings settings) {
        return settings.publish().drainTimeout().plus(STOP_MARGIN);
    }

    /**
     * Refuses new publishers, asks those that are here to move or closes each before its next key frame, enters their
     * last segments within the drain time, and ends their sessions. The relay listener is closed after that.
     */
    public CompletionStage<Void> stop() {
        publishHandler.stop();
        CompletionStage<Done> ended = AskPattern.ask(
                sessions,
                replyTo -> new PublishSessions.Stop(drainTimeout, replyTo),
                drainTimeout.plus(STOP_MARGIN),
                system.scheduler());
        return ended.handle((done, failure) -> null);
    }
}
