package io.millrace.edge.http;

import io.millrace.admission.Limit;
import io.millrace.auth.UriEncoding;
import io.millrace.edge.viewer.OtherEdges;
import io.millrace.edge.viewer.ViewerLimit;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.Optional;

/**
 * Answers viewers for whom this edge has no room: by the same address at another edge, or, if there is none or the viewer
 * was sent here by one, by asking it to come back.
 */
final class NoRoom {
    private final OtherEdges others;
    private final ViewerLimit viewers;
    private final HttpAnswers answers;

    NoRoom(OtherEdges others, ViewerLimit viewers, HttpAnswers answers) {
        this.others = others;
        this.viewers = viewers;
        this.answers = answers;
    }

    void answer(EdgeRequest request, Limit limit) {
        boolean encrypted = request.isEncrypted();
        Optional<String> elsewhere = request.isRedirected() ? Optional.empty() : others.http(encrypted);
        if (elsewhere.isPresent()) {
            viewers.redirected(limit);
            redirect(request, elsewhere.get());
        } else {
            viewers.refused(limit);
            answers.error(
                    request.context(),
                    request.request(),
                    HttpResponseStatus.SERVICE_UNAVAILABLE,
                    limit == Limit.VIEWERS ? "TooManyViewers" : "Overloaded",
                    "This edge has " + limit.excess() + ".");
        }
    }

    /** WebSocket clients follow to addresses of their own scheme only, if they follow at all. */
    private void redirect(EdgeRequest request, String base) {
        String at = request.isWebSocket() ? "ws" + base.substring("http".length()) : base;
        String path = '/'
                + UriEncoding.encodePath(request.granted().bucket().name()
                        + '/'
                        + request.granted().key());
        FullHttpResponse response = answers.full(HttpResponseStatus.FOUND, Unpooled.EMPTY_BUFFER);
        response.headers()
                .set(
                        HttpHeaderNames.LOCATION,
                        at + path + RedirectMark.queryWith(request.request().uri()))
                .set(HttpHeaderNames.CACHE_CONTROL, "no-store");
        answers.send(request.context(), request.request(), response);
    }
}
