package io.millrace.edge.http;

import io.millrace.auth.RightEnd;
import io.millrace.channel.ChannelId;
import io.millrace.delivery.Delivery;
import io.millrace.edge.relay.EdgeChannels;
import io.millrace.edge.viewer.Departure;
import io.millrace.edge.viewer.Entrance;
import io.millrace.edge.viewer.Entry;
import io.millrace.edge.viewer.Stay;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.LastHttpContent;
import java.time.Duration;

/** Serves live streams over HTTP and over WebSocket. */
final class LiveStreams {
    private final EdgeChannels channels;
    private final Delivery delivery;
    private final Entrance entrance;
    private final Departure departure;
    private final HttpAnswers answers;
    private final NoRoom noRoom;
    private final Duration writeTimeout;

    LiveStreams(
            EdgeChannels channels,
            Delivery delivery,
            Entrance entrance,
            Departure departure,
            HttpAnswers answers,
            NoRoom noRoom,
            Duration writeTimeout) {
        this.writeTimeout = writeTimeout;
        this.channels = channels;
        this.delivery = delivery;
        this.entrance = entrance;
        this.departure = departure;
        this.answers = answers;
        this.noRoom = noRoom;
    }

    void serve(EdgeRequest request, ChannelId channel, HttpFormat format) {
        if (request.isHead()) {
            HttpResponse head = head(format);
            request.context().write(head);
            HttpAnswers.finish(
                    request.context(),
                    request.request(),
                    request.context().writeAndFlush(LastHttpContent.EMPTY_LAST_CONTENT),
                    head);
        } else if (departure.hasBegun()) {
            answers.error(
                    request.context(),
                    request.request(),
                    HttpResponseStatus.SERVICE_UNAVAILABLE,
                    "Stopping",
                    "This edge is stopping; ask another one.");
        } else {
            Entry entry =
                    entrance.enter(request.granted().bucket(), request.granted().right());
            if (entry instanceof Stay stay) {
                new StreamViewer(request, channel, format, this, stay, request.isWebSocket()).enter();
            } else {
                noRoom.answer(request, entry);
            }
        }
    }

    /** The head of a stream, whose body ends with the connection. */
    HttpResponse head(HttpFormat format) {
        HttpResponse head = answers.head(HttpResponseStatus.OK);
        head.headers()
                .set(HttpHeaderNames.CONTENT_TYPE, format.contentType())
                .set(HttpHeaderNames.CACHE_CONTROL, "no-store")
                .set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        return head;
    }

    EdgeChannels channels() {
        return channels;
    }

    /** To a viewer whose right was over before there was anything to see. */
    void refuseExpelled(EdgeRequest request, RightEnd end) {
        answers.error(
                request.context(),
                request.request(),
                HttpResponseStatus.FORBIDDEN,
                "AccessDenied",
                "The right to play " + end.verb() + ".");
    }

    Departure departure() {
        return departure;
    }

    Delivery delivery() {
        return delivery;
    }

    /** How long a viewer may take nothing of its stream's end. */
    Duration writeTimeout() {
        return writeTimeout;
    }

    HttpAnswers answers() {
        return answers;
    }
}
