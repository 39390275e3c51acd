package io.millrace.edge.rtmp;

import io.millrace.admission.Limit;
import io.millrace.auth.AccessDecision;
import io.millrace.auth.AccessDecision.Granted;
import io.millrace.auth.AccessDecision.Refused;
import io.millrace.auth.AccessRequest;
import io.millrace.auth.RedirectedSign;
import io.millrace.auth.StreamAccess;
import io.millrace.auth.StreamAction;
import io.millrace.delivery.Delivery;
import io.millrace.edge.relay.EdgeChannels;
import io.millrace.edge.viewer.Departure;
import io.millrace.edge.viewer.Entrance;
import io.millrace.edge.viewer.Entry;
import io.millrace.edge.viewer.OtherEdges;
import io.millrace.edge.viewer.Stay;
import io.millrace.edge.viewer.ViewerLimit;
import io.millrace.flv.TagForm;
import io.millrace.quota.Excess;
import io.millrace.rtmp.address.Parameter;
import io.millrace.rtmp.connection.PlayHandler;
import io.millrace.rtmp.connection.PlayRequest;
import io.millrace.rtmp.connection.StreamStatus;
import io.millrace.webhook.RtmpCallbacks;
import io.millrace.webhook.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Lets RTMP players in: access is decided on this node, then the player waits for or joins the channel. */
public final class EdgePlayHandler implements PlayHandler {
    private final StreamAccess access;
    private final RtmpCallbacks callbacks;
    private final EdgeChannels channels;
    private final Delivery delivery;
    private final ViewerLimit limit;
    private final Entrance entrance;
    private final OtherEdges others;
    private final Departure departure;

    public EdgePlayHandler(
            StreamAccess access,
            RtmpCallbacks callbacks,
            EdgeChannels channels,
            Delivery delivery,
            ViewerLimit limit,
            Entrance entrance,
            OtherEdges others,
            Departure departure) {
        this.access = access;
        this.callbacks = callbacks;
        this.channels = channels;
        this.delivery = delivery;
        this.limit = limit;
        this.entrance = entrance;
        this.others = others;
        this.departure = departure;
    }

    @Override
    public void onPlay(PlayRequest request) {
        access.decide(new AccessRequest(
                        StreamAction.PLAY,
                        request.address().without(OtherEdges.MARK),
                        request.remoteAddress(),
                        request.page()))
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
            callbacks
                    .askPlay(request, granted)
                    .whenComplete((verdict, failure) -> onVerdict(request, granted, verdict));
        } else if (decision instanceof Refused refused) {
            request.refuse(status(refused));
        } else {
            throw new AssertionError(decision);
        }
    }

    /** What the address asks for; else FourCCs for who has announced them, as ids of habit tell it less. */
    private static TagForm form(PlayRequest request) {
        return TagForm.asked(
                request.address().parameter(TagForm.PARAMETER),
                request.knowsFourCcs() ? TagForm.FOUR_CC : TagForm.COMMON);
    }

    private void onVerdict(PlayRequest request, Granted granted, Verdict verdict) {
        if (verdict == null || !verdict.allowed()) {
            request.refuse(new StreamStatus("NetStream.Play.Unauthorized", "A callback has refused this play."));
        } else if (departure.hasBegun()) {
            request.refuse(new StreamStatus("NetStream.Play.Failed", "This edge is stopping; play from another."));
        } else {
            enter(request, granted);
        }
    }

    private void enter(PlayRequest request, Granted granted) {
        Entry entry = entrance.enter(granted.bucket(), granted.right());
        if (entry instanceof Stay stay) {
            accept(request, granted, stay);
        } else if (entry instanceof Entry.Full full) {
            sendAway(request, granted, full.limit());
        } else if (entry instanceof Entry.Exceeded exceeded) {
            Excess excess = exceeded.excess();
            request.refuse(new StreamStatus(
                    "NetStream.Play.Failed",
                    excess.code() + ": " + excess.message(granted.bucket().name())));
        } else {
            request.refuse(new StreamStatus(
                    "NetStream.Play.Unauthorized", Entry.TokenExceeded.CODE + ": " + Entry.TokenExceeded.MESSAGE));
        }
    }

    private void accept(PlayRequest request, Granted granted, Stay stay) {
        RtmpViewer viewer = new RtmpViewer(granted, form(request), channels, delivery, stay, departure);
        request.accept(callbacks.telling(request, granted, viewer, viewer::sentBytes));
    }

    /** To another edge, unless there is none or the player has been sent here by one. */
    private void sendAway(PlayRequest request, Granted granted, Limit against) {
        StreamStatus reason =
                new StreamStatus("NetStream.Play.Failed", "This edge has " + against.excess() + "; play from another.");
        boolean redirected = request.address().parameter(OtherEdges.MARK).isPresent();
        Optional<String> elsewhere = redirected ? Optional.empty() : others.rtmp(request.isEncrypted());
        if (elsewhere.isPresent()) {
            limit.redirected(against);
            List<Parameter> parameters =
                    new ArrayList<>(RedirectedSign.parameters(granted.bucket(), granted.channel(), request.address()));
            parameters.add(new Parameter(OtherEdges.MARK, "1"));
            request.redirect(
                    elsewhere.get() + '/' + granted.channel().bucket(),
                    RedirectTarget.stream(granted.channel(), parameters),
                    reason);
        } else {
            limit.refused(against);
            request.refuse(reason);
        }
    }

    private static StreamStatus status(Refused refused) {
        return switch (refused.reason()) {
            case BAD_ADDRESS, NO_SUCH_BUCKET -> new StreamStatus("NetStream.Play.StreamNotFound", refused.message());
            case ACCESS_DENIED, BAD_SIGNATURE, BAD_TOKEN, EXPIRED ->
                new StreamStatus("NetStream.Play.Unauthorized", refused.message());
            case UNAVAILABLE -> new StreamStatus("NetStream.Play.Failed", refused.message());
        };
    }
}
