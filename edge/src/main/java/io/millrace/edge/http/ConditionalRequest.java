package io.millrace.edge.http;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;

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
        String since = request.headers().get(HttpHeaderNames.IF_MODIFIED_SINCE);
        return since != null && !lastModified.truncatedTo(ChronoUnit.SECONDS).isAfter(parse(since));
    }

    private static Instant parse(String date) {
        try {
            return ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
        } catch (DateTimeParseException e) {
            return Instant.MIN;
        }
    }
}
