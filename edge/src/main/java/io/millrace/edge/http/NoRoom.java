package io.millrace.edge.http;

import io.millrace.admission.Limit;
import io.millrace.auth.RedirectedSign;
import io.millrace.auth.UriEncoding;
import io.millrace.channel.BucketReply.Bucket;
import io.millrace.edge.viewer.Entry;
import io.millrace.edge.viewer.OtherEdges;
import io.millrace.edge.viewer.ViewerLimit;
import io.millrace.quota.Excess;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.Optional;

/**
 * Answers viewers for whom there is no room: where it is this edge that has none, by the same address at another, or, if
 * there is none or the viewer was sent here by one, by asking it to come back.
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

    /** @param entry what stands against the viewer */
    void answer(EdgeRequest request, Entry entry) {
        if (entry instanceof Entry.Full full) {
            answer(request, full.limit());
        } else if (entry instanceof Entry.Exceeded exceeded) {
            Excess excess = exceeded.excess();
            refuse(
                    request,
                    HttpResponseStatus.SERVICE_UNAVAILABLE,
                    excess.code(),
                    excess.message(request.granted().bucket().name()));
        } else {
            refuse(request, HttpResponseStatus.FORBIDDEN, Entry.TokenExceeded.CODE, Entry.TokenExceeded.MESSAGE);
        }
    }

    private void refuse(EdgeRequest request, HttpResponseStatus status, String code, String why) {
        answers.error(request.context(), request.request(), status, code, why);
    }

    private void answer(EdgeRequest request, Limit limit) {
        boolean encrypted = request.isEncrypted();
        Optional<String> elsewhere = request.isRedirected() ? Optional.empty() : others.http(encrypted);
        if (elsewhere.isPresent()) {
            viewers.redirected(limit);
            redirect(request, elsewhere.get());
        } else {
            viewers.refused(limit);
            refuse(
                    request,
                    HttpResponseStatus.SERVICE_UNAVAILABLE,
                    limit == Limit.VIEWERS ? "TooManyViewers" : "Overloaded",
                    "This edge has " + limit.excess() + ".");
        }
    }

    /** WebSocket clients follow to addresses of their own scheme only, if they follow at all. */
    private void redirect(EdgeRequest request, String base) {
        String at = request.isWebSocket() ? "ws" + base.substring("http".length()) : base;
        Bucket bucket = request.granted().bucket();
        String key = request.granted().key();
        String path = '/' + UriEncoding.encodePath(bucket.name() + '/' + key);
        String signed = RedirectedSign.target(bucket, key, request.request().uri());
        FullHttpResponse response = answers.full(HttpResponseStatus.FOUND, Unpooled.EMPTY_BUFFER);
        response.headers()
                .set(HttpHeaderNames.LOCATION, at + path + RedirectMark.queryWith(signed))
                .set(HttpHeaderNames.CACHE_CONTROL, "no-store");
        answers.send(request.context(), request.request(), response);
    }
}
