package io.millrace.edge.http;

import io.netty.handler.codec.DateFormatter;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Date;

/** Conditional requests (RFC 9110, section 13). */
final class ConditionalRequest {
    private ConditionalRequest() {}

    /** Whether If-None-Match names the current representation. */
    static boolean isNotModified(HttpRequest request, String etag) {
        String known = request.headers().get(HttpHeaderNames.IF_NONE_MATCH);
        return known != null && (known.trim().equals("*") || known.contains('"' + etag + '"'));
    }

    /** Whether the client has the current representation, by If-None-Match or else by If-Modified-Since. */
    static boolean isNotModified(HttpRequest request, String etag, Instant lastModified) {
        if (request.headers().contains(HttpHeaderNames.IF_NONE_MATCH)) {
            return isNotModified(request, etag);
        }
        Date since = DateFormatter.parseHttpDate(request.headers().get(HttpHeaderNames.IF_MODIFIED_SINCE, ""));
        return since != null && !lastModified.truncatedTo(ChronoUnit.SECONDS).isAfter(since.toInstant());
    }
}
