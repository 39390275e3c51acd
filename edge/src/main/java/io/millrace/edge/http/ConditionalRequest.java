package io.millrace.edge.http;

import io.netty.handler.codec.DateFormatter;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.stream.Stream;

/** Conditional requests (RFC 9110, section 13). */
final class ConditionalRequest {
    private ConditionalRequest() {}

    /** Whether the client wants nothing of the current representation, by If-Match or else by If-Unmodified-Since. */
    static boolean isRefused(HttpRequest request, String etag, Instant lastModified) {
        String wanted = request.headers().get(HttpHeaderNames.IF_MATCH);
        if (wanted != null) {
            return Stream.of(wanted.split(","))
                    .map(String::trim)
                    .noneMatch(tag -> tag.equals("*") || tag.equals('"' + etag + '"'));
        }
        Date until = DateFormatter.parseHttpDate(request.headers().get(HttpHeaderNames.IF_UNMODIFIED_SINCE, ""));
        return until != null && isLater(lastModified, until);
    }

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
        return since != null && !isLater(lastModified, since);
    }

    private static boolean isLater(Instant lastModified, Date date) {
        return lastModified.truncatedTo(ChronoUnit.SECONDS).isAfter(date.toInstant());
    }
}
