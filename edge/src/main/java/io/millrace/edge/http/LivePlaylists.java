package io.millrace.edge.http;

import io.millrace.channel.ChannelId;
import io.millrace.channel.ChannelView;
import io.millrace.edge.hls.PlaylistRenderer;
import io.millrace.edge.hls.RenderedPlaylist;
import io.millrace.edge.relay.Absence;
import io.millrace.edge.relay.AbsentException;
import io.millrace.edge.relay.EdgeChannels;
import io.millrace.edge.viewer.Entrance;
import io.millrace.edge.viewer.Entry;
import io.millrace.hls.MediaPlaylist;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.net.SocketAddress;
import java.util.Optional;
import java.util.concurrent.CompletionException;

/**
 * Serves live HLS playlists. A playlist is rendered once for each change of its channel, not for each request. A full edge
 * serves those who have had it lately, and the segments in it to all.
 */
final class LivePlaylists {
    private final EdgeChannels channels;
    private final PlaylistRenderer renderer;
    private final StoredObjects objects;
    private final HttpAnswers answers;
    private final SegmentSigning signing;
    private final Entrance entrance;
    private final NoRoom noRoom;
    private final RecentPlayers players;
    private final PlayerCallbacks callbacks;

    LivePlaylists(
            EdgeChannels channels,
            PlaylistRenderer renderer,
            StoredObjects objects,
            HttpAnswers answers,
            SegmentSigning signing,
            Entrance entrance,
            NoRoom noRoom,
            RecentPlayers players,
            PlayerCallbacks callbacks) {
        this.channels = channels;
        this.renderer = renderer;
        this.objects = objects;
        this.answers = answers;
        this.signing = signing;
        this.entrance = entrance;
        this.noRoom = noRoom;
        this.players = players;
        this.callbacks = callbacks;
    }

    /** {@code /{bucket}/{channel}.m3u8}: its segments lie one folder down. */
    void serveAsChannel(EdgeRequest request, ChannelId channel) {
        if (!request.hasHls()) {
            refuseHls(request);
            return;
        }
        channels.window(channel, request.createsChannels())
                .whenComplete((view, failure) -> request.onLoop(() -> {
                    if (view != null) {
                        admit(request, channel, () -> send(request, view, true));
                    } else {
                        refuse(request, reason(failure));
                    }
                }));
    }

    /** {@code /{bucket}/{channel}/{name}}: the live playlist if the channel calls it so, else a stored object. */
    void serveAsObject(EdgeRequest request, ChannelId channel, String name) {
        if (!request.hasHls()) {
            objects.serve(request, () -> refuseHls(request));
            return;
        }
        channels.window(channel, name)
                .whenComplete((view, failure) -> request.onLoop(() -> {
                    if (view != null && view.playlistName().equals(name)) {
                        admit(request, channel, () -> send(request, view, false));
                    } else if (view == null && reason(failure) == Absence.NO_SUCH_TRACK) {
                        objects.serve(request, () -> refuse(request, Absence.NO_SUCH_TRACK));
                    } else {
                        objects.serve(request);
                    }
                }));
    }

    private void admit(EdgeRequest request, ChannelId channel, Runnable serve) {
        SocketAddress remote = request.client();
        Optional<Entry> against = players.contains(remote, channel)
                ? Optional.empty()
                : entrance.shortage(request.granted().bucket());
        if (against.isPresent()) {
            noRoom.answer(request, against.get());
        } else {
            players.add(remote, channel);
            callbacks.playsHls(request, channel);
            serve.run();
        }
    }

    private static Absence reason(Throwable failure) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        return cause instanceof AbsentException absent ? absent.reason() : Absence.UNAVAILABLE;
    }

    private void refuse(EdgeRequest request, Absence reason) {
        if (request.context().channel().isActive()) {
            answers.error(
                    request.context(),
                    request.request(),
                    AbsenceAnswers.status(reason),
                    AbsenceAnswers.code(reason),
                    AbsenceAnswers.sentence(reason));
        }
    }

    private void refuseHls(EdgeRequest request) {
        answers.error(
                request.context(),
                request.request(),
                HttpResponseStatus.NOT_FOUND,
                "HlsOff",
                "HLS is off for the bucket \"" + request.granted().bucket().name() + "\".");
    }

    private void send(EdgeRequest request, ChannelView view, boolean fromBucket) {
        RenderedPlaylist playlist = renderer.render(view, fromBucket, signing.query(request));
        HttpRequest head = request.request();
        boolean known = ConditionalRequest.isNotModified(head, playlist.etag());
        FullHttpResponse response = known
                ? answers.full(HttpResponseStatus.NOT_MODIFIED, Unpooled.EMPTY_BUFFER)
                : answers.full(HttpResponseStatus.OK, Unpooled.wrappedBuffer(playlist.content()));
        response.headers()
                .set(HttpHeaderNames.ETAG, '"' + playlist.etag() + '"')
                .set(HttpHeaderNames.CACHE_CONTROL, cacheControl(request, playlist));
        if (known) {
            response.headers().remove(HttpHeaderNames.CONTENT_LENGTH);
        } else {
            response.headers().set(HttpHeaderNames.CONTENT_TYPE, MediaPlaylist.CONTENT_TYPE);
        }
        answers.send(request.context(), head, response);
    }

    /** What a credential has granted is not for the next one who asks a shared cache. */
    private static String cacheControl(EdgeRequest request, RenderedPlaylist playlist) {
        return (request.hasCredential() ? "private, " : "") + "max-age=" + playlist.maxAgeSeconds();
    }
}
