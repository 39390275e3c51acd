package io.millrace.edge.http;

import io.millrace.auth.RightEnd;
import io.millrace.channel.ChannelId;
import io.millrace.delivery.SliceFraming;
import io.millrace.delivery.Viewer;
import io.millrace.delivery.ViewerListener;
import io.millrace.edge.feed.StreamFormat;
import io.millrace.edge.relay.Absence;
import io.millrace.edge.relay.Audience;
import io.millrace.edge.viewer.Guest;
import io.millrace.edge.viewer.Stay;
import io.millrace.flv.TagForm;
import io.millrace.stream.Cursor;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;

/**
 * One viewer of a live stream over HTTP or WebSocket, in whatever format. The response's head goes out when there is a
 * stream; then the HTTP codec leaves the pipeline, and slices of the stream log are all that is written.
 */
final class StreamViewer implements Audience, ViewerListener, Guest {
    private final EdgeRequest request;
    private final ChannelId channel;
    private final HttpFormat format;
    private final LiveStreams streams;
    private final Stay stay;
    private final boolean webSocket;
    private final StreamFormat stream;
    private final ChannelFutureListener hangUp = closed -> leave();
    private Viewer viewer;
    private boolean left;
    private boolean letGo;
    private boolean expelled;
    private boolean starting;

    StreamViewer(
            EdgeRequest request,
            ChannelId channel,
            HttpFormat format,
            LiveStreams streams,
            Stay stay,
            boolean webSocket) {
        this.request = request;
        this.channel = channel;
        this.format = format;
        this.streams = streams;
        this.stay = stay;
        this.webSocket = webSocket;
        this.stream = format.stream(TagForm.asked(request.parameter(TagForm.PARAMETER), TagForm.COMMON));
    }

    /** Joins the channel's audience until {@link #leave}, which comes at the latest when the connection closes. */
    void enter() {
        request.context().channel().closeFuture().addListener(hangUp);
        streams.channels().join(channel, this);
        streams.departure().enter(this);
        stay.watch(request.context().channel().eventLoop(), this::expel);
    }

    /** The right is over, and with it the stream. */
    private void expel(RightEnd end) {
        if (left || letGo) {
            return;
        }
        expelled = true;
        if (viewer != null) {
            viewer.end();
        } else if (!starting) {
            leave();
            streams.refuseExpelled(request, end);
        }
    }

    @Override
    public void letGo() {
        request.onLoop(() -> {
            if (!left && !letGo) {
                letGo = true;
                if (viewer != null) {
                    viewer.end();
                } else if (!starting) {
                    leave();
                    refuse(Absence.UNAVAILABLE);
                }
            }
        });
    }

    @Override
    public StreamFormat format() {
        return stream;
    }

    @Override
    public boolean fromNextRandomAccessPoint() {
        return !format.isSoundOnly()
                && request.parameter("gop").filter("0"::equals).isPresent();
    }

    @Override
    public boolean waitsForUnknownChannel() {
        return request.createsChannels();
    }

    @Override
    public void onCursor(Cursor cursor) {
        request.onLoop(() -> {
            if (left) {
                cursor.close();
                streams.channels().leave(channel, this);
            } else if (webSocket) {
                starting = true;
                WebSocketUpgrade.start(
                        request, streams.answers(), () -> deliver(cursor, SliceFraming.WEBSOCKET_BINARY), () -> {
                            cursor.close();
                            leave();
                        });
            } else {
                startHttp();
                deliver(cursor, SliceFraming.RAW);
            }
        });
    }

    private void startHttp() {
        request.context().writeAndFlush(streams.head(format)).addListener(ChannelFutureListener.CLOSE_ON_FAILURE);
        StreamBody.begin(request.context().channel());
    }

    private void deliver(Cursor cursor, SliceFraming framing) {
        PlayerCallbacks.played(request);
        viewer = streams.delivery().start(request.context().channel(), cursor, framing, this);
        if (letGo || expelled) {
            viewer.end();
        }
    }

    @Override
    public void onAbsent(Absence reason) {
        request.onLoop(() -> {
            if (!left) {
                leave();
                refuse(reason);
            }
        });
    }

    private void refuse(Absence reason) {
        HttpResponseStatus status = AbsenceAnswers.status(reason);
        streams.answers()
                .error(
                        request.context(),
                        request.request(),
                        status,
                        AbsenceAnswers.code(reason),
                        reason == Absence.NO_SUCH_TRACK ? format.misfit() : AbsenceAnswers.sentence(reason));
    }

    /**
     * Gives the viewer's place back, once; on the connection's event loop. The connection may ask for many streams in
     * turn that are not there, so it must not remember them all.
     */
    private void leave() {
        if (!left) {
            left = true;
            request.context().channel().closeFuture().removeListener(hangUp);
            stay.leave();
            streams.departure().leave(this);
            streams.channels().leave(channel, this);
            PlayerCallbacks.gone(request);
        }
    }

    @Override
    public void onEnd(Viewer viewer) {
        Channel connection = viewer.channel();
        Object last =
                webSocket ? WebSocketUpgrade.closeFrame(connection.alloc(), closing()) : StreamBody.end(connection);
        LastWords.write(connection, last, streams.writeTimeout());
    }

    private WebSocketCloseStatus closing() {
        if (expelled) {
            return WebSocketCloseStatus.POLICY_VIOLATION;
        }
        return letGo ? WebSocketCloseStatus.ENDPOINT_UNAVAILABLE : WebSocketCloseStatus.NORMAL_CLOSURE;
    }

    @Override
    public void onWritten(long bytes) {
        stay.sent(bytes);
    }

    @Override
    public void onStuck(Viewer viewer) {
        leave();
    }
}
