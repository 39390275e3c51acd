package io.millrace.edge.rtmp;

import io.millrace.auth.AccessDecision;
import io.millrace.auth.AccessDecision.Granted;
import io.millrace.auth.AccessDecision.Refused;
import io.millrace.auth.StreamAccess;
import io.millrace.auth.StreamAction;
import io.millrace.delivery.Delivery;
import io.millrace.edge.relay.EdgeChannels;
import io.millrace.edge.viewer.Departure;
import io.millrace.edge.viewer.ViewerLimit;
import io.millrace.rtmp.connection.PlayHandler;
import io.millrace.rtmp.connection.PlayRequest;
import io.millrace.rtmp.connection.StreamStatus;

/** Lets RTMP players in: access is decided on this node, then the player waits for or joins the channel. */
public final class EdgePlayHandler implements PlayHandler {
    private final StreamAccess access;
    private final EdgeChannels channels;
    private final Delivery delivery;
    private final ViewerLimit limit;
    private final Departure departure;

    public EdgePlayHandler(
            StreamAccess access, EdgeChannels channels, Delivery delivery, ViewerLimit limit, Departure departure) {
        this.access = access;
        this.channels = channels;
        this.delivery = delivery;
        this.limit = limit;
        this.departure = departure;
    }

    @Override
    public void onPlay(PlayRequest request) {
        access.decide(StreamAction.PLAY, request.address(), request.remoteAddress())
                .whenComplete((decision, failure) -> {
                    if (failure != null) {
                        request.refuse(new StreamStatus("NetStream.Play.Failed", "Access could not be decided now."));
                    } else {
                        onDecision(request, decision);
                    }
                });
    }

    private void onDecision(PlayRequest request, AccessDecision decision) {
        if (decision instanceof Granted granted) {
            if (departure.hasBegun()) {
                request.refuse(new StreamStatus("NetStream.Play.Failed", "This edge is stopping; play from another."));
            } else if (limit.tryEnter()) {
                request.accept(new RtmpViewer(granted, channels, delivery, limit, departure));
            } else {
                request.refuse(new StreamStatus("NetStream.Play.Failed", "This edge has as many viewers as it may."));
            }
        } else if (decision instanceof Refused refused) {
            request.refuse(status(refused));
        } else {
            throw new AssertionError(decision);
        }
    }

    private static StreamStatus status(Refused refused) {
        return switch (refused.reason()) {
            case BAD_ADDRESS, NO_SUCH_BUCKET -> new StreamStatus("NetStream.Play.StreamNotFound", refused.message());
            case ACCESS_DENIED, BAD_SIGNATURE, EXPIRED ->
                new StreamStatus("NetStream.Play.Unauthorized", refused.message());
            case UNAVAILABLE -> new StreamStatus("NetStream.Play.Failed", refused.message());
        };
    }
}
