package io.millrace.origin.publish;

import akka.actor.typed.ActorRef;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.millrace.auth.AccessDecision;
import io.millrace.auth.AccessRequest;
import io.millrace.auth.StreamAccess;
import io.millrace.auth.StreamAction;
import io.millrace.rtmp.connection.PublishHandler;
import io.millrace.rtmp.connection.PublishRequest;
import io.millrace.rtmp.connection.StreamStatus;
import io.millrace.webhook.RtmpCallbacks;
import io.millrace.webhook.Verdict;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Decides on the access of publishers, and hands those who have it to the sessions. */
public final class OriginPublishHandler implements PublishHandler {
    private static final Logger LOG = LoggerFactory.getLogger(OriginPublishHandler.class);

    private final StreamAccess access;
    private final RtmpCallbacks callbacks;
    private final ActorRef<PublishSessions.Command> sessions;
    private final Counter refusals;
    private volatile boolean stopping;

    public OriginPublishHandler(
            StreamAccess access,
            RtmpCallbacks callbacks,
            ActorRef<PublishSessions.Command> sessions,
            MeterRegistry meters) {
        this.access = access;
        this.callbacks = callbacks;
        this.sessions = sessions;
        this.refusals = meters.counter("millrace.origin.publish.refused");
    }

    /** Refuses all that comes from now on; any thread. */
    public void stop() {
        stopping = true;
    }

    @Override
    public void onPublish(PublishRequest request) {
        if (stopping) {
            refuse(request, PublishStatus.stopping());
            return;
        }
        Optional<String> playlistName = request.address().parameter("playlistName");
        if (playlistName.isPresent() && !PlaylistName.isValid(playlistName.get())) {
            refuse(request, PublishStatus.badPlaylistName());
            return;
        }
        access.decide(new AccessRequest(
                        StreamAction.PUBLISH, request.address(), request.remoteAddress(), request.page()))
                .whenComplete((decision, error) -> onDecision(request, playlistName, decision, error));
    }

    private void onDecision(
            PublishRequest request, Optional<String> playlistName, AccessDecision decision, Throwable error) {
        if (stopping) {
            refuse(request, PublishStatus.stopping());
        } else if (decision instanceof AccessDecision.Granted granted) {
            callbacks
                    .askPublish(request, granted)
                    .whenComplete((verdict, failure) -> onVerdict(request, playlistName, granted, verdict));
        } else if (decision instanceof AccessDecision.Refused refused) {
            refuse(request, PublishStatus.refused(refused));
        } else {
            LOG.error("The access decision failed.", error);
            refuse(request, PublishStatus.unavailable());
        }
    }

    private void onVerdict(
            PublishRequest request, Optional<String> playlistName, AccessDecision.Granted granted, Verdict verdict) {
        if (verdict == null || !verdict.allowed()) {
            refuse(request, PublishStatus.refusedByCallback());
        } else {
            sessions.tell(new PublishSessions.Publish(
                    request, granted.channel(), granted.bucket(), granted.right(), playlistName));
        }
    }

    private void refuse(PublishRequest request, StreamStatus status) {
        refusals.increment();
        LOG.info(
                "Refused the publish of {} from {}: {}",
                request.address(),
                request.remoteAddress(),
                status.description());
        request.refuse(status);
    }
}
