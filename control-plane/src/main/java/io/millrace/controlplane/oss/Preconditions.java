package io.millrace.controlplane.oss;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Optional;

/** Conditional requests (RFC 9110, section 13.2.2). */
final class Preconditions {
    private Preconditions() {}

    /**
     * Whether the client has the current content already.
     *
     * @param etag with quotation marks
     * @throws OssException PreconditionFailed
     */
    static boolean notModified(OssRequest request, String etag, Instant lastModified) {
        Instant modified = lastModified.truncatedTo(ChronoUnit.SECONDS);
        Optional<String> match = request.header("if-match");
        if (match.isPresent()) {
            if (!names(match.get(), etag)) {
                throw OssErrors.preconditionFailed("If-Match");
            }
        } else if (date(request, "if-unmodified-since")
                .filter(modified::isAfter)
                .isPresent()) {
            throw OssErrors.preconditionFailed("If-Unmodified-Since");
        }
        Optional<String> noneMatch = request.header("if-none-match");
        if (noneMatch.isPresent()) {
            return names(noneMatch.get(), etag);
        }
        return date(request, "if-modified-since")
                .filter(since -> !modified.isAfter(since))
                .isPresent();
    }

    private static boolean names(String header, String etag) {
        return header.strip().equals("*")
                || Arrays.stream(header.split(","))
                        .map(String::strip)
                        .map(tag -> tag.startsWith("W/") ? tag.substring(2) : tag)
                        .anyMatch(tag -> tag.equalsIgnoreCase(etag) || ('"' + tag + '"').equalsIgnoreCase(etag));
    }

    private static Optional<Instant> date(OssRequest request, String header) {
        try {
            return request.header(header)
                    .map(text -> DateTimeFormatter.RFC_1123_DATE_TIME.parse(text.strip(), Instant::from));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
