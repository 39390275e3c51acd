package io.millrace.origin.publish;

import akka.Done;
import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.Terminated;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import io.millrace.admission.Limit;
import io.millrace.auth.Right;
import io.millrace.channel.BucketReply.Bucket;
import io.millrace.channel.ChannelId;
import io.millrace.rtmp.connection.PublishRequest;
import io.millrace.rtmp.connection.StreamStatus;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The parent of this node's publish sessions: bounds their number, and ends them when the node stops. */
public final class PublishSessions extends AbstractBehavior<PublishSessions.Command> {

    /** What the sessions' parent can be asked; never leaves the node. */
    public sealed interface Command {}

    /** Begins a session for a publisher who may publish. */
    record Publish(PublishRequest request, ChannelId channel, Bucket bucket, Right right, Optional<String> playlistName)
            implements Command {}

    /** Takes no new publisher, closes those that are here, and answers when all sessions have ended. */
    public record Stop(Duration deadline, ActorRef<Done> replyTo) implements Command {}

    private final SessionServices services;
    private final Map<ActorRef<SessionMessage>, PublishRequest> sessions = new HashMap<>();
    private Optional<ActorRef<Done>> stopper = Optional.empty();

    public static Behavior<Command> create(SessionServices services) {
        return Behaviors.setup(context -> new PublishSessions(context, services));
    }

    private PublishSessions(ActorContext<Command> context, SessionServices services) {
        super(context);
        context.setLoggerName(PublishSessions.class);
        this.services = services;
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder()
                .onMessage(Publish.class, this::onPublish)
                .onMessage(Stop.class, this::onStop)
                .onSignal(Terminated.class, this::onSessionGone)
                .build();
    }

    private Behavior<Command> onPublish(Publish publish) {
        if (stopper.isPresent()) {
            publish.request().refuse(PublishStatus.stopping());
            return this;
        }
        Optional<Limit> against =
                sessions.size() >= services.admission().limits().maxPublishers()
                        ? Optional.of(Limit.PUBLISHERS)
                        : services.admission().shortageForPublishers();
        if (against.isPresent()) {
            refuse(publish, against.get());
        } else {
            ActorRef<SessionMessage> session = getContext().spawnAnonymous(PublishAttempt.create(services, publish));
            getContext().watch(session);
            sessions.put(session, publish.request());
            services.callbacks().publishBegins(publish.request(), publish.channel());
        }
        return this;
    }

    private void refuse(Publish publish, Limit limit) {
        services.meters().counter("millrace.origin.publish.refused").increment();
        services.meters()
                .counter("millrace.origin.publishers.refused", "limit", limit.label())
                .increment();
        StreamStatus status = PublishStatus.full(limit);
        getContext().getLog().warn("Refused the publish of {}: {}", publish.channel(), status.description());
        publish.request().refuse(status);
    }

    private Behavior<Command> onStop(Stop stop) {
        stopper = Optional.of(stop.replyTo());
        sessions.keySet().forEach(session -> session.tell(new SessionMessage.Stop(stop.deadline())));
        return stoppedIfEmpty();
    }

    private Behavior<Command> onSessionGone(Terminated ended) {
        services.callbacks().publishEnded(sessions.remove(ended.getRef()));
        return stoppedIfEmpty();
    }

    private Behavior<Command> stoppedIfEmpty() {
        if (!sessions.isEmpty() || stopper.isEmpty()) {
            return this;
        }
        stopper.get().tell(Done.getInstance());
        return Behaviors.stopped();
    }
}
