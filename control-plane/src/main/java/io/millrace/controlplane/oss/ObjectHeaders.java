package io.millrace.controlplane.oss;

import io.millrace.storage.ObjectInfo;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** The headers that describe an object. */
final class ObjectHeaders {
    private static final DateTimeFormatter HTTP_DATE = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM uuuu HH:mm:ss 'GMT'", Locale.US)
            .withZone(ZoneOffset.UTC);

    private ObjectHeaders() {}

    static Map<String, String> of(ObjectInfo info) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("ETag", etag(info));
        headers.put("Last-Modified", date(info.lastModified()));
        headers.put("Accept-Ranges", "bytes");
        headers.put("x-oss-object-type", "Normal");
        headers.put("x-oss-storage-class", "Standard");
        return headers;
    }

    /** With its quotation marks, and in upper case as OSS has it. */
    static String etag(ObjectInfo info) {
        return '"' + info.etag().toUpperCase(Locale.ROOT) + '"';
    }

    static String date(Instant time) {
        return HTTP_DATE.format(time);
    }
}
