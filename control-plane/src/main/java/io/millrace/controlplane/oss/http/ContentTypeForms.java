package io.millrace.controlplane.oss.http;

import akka.http.javadsl.model.ContentType;
import akka.http.javadsl.model.ContentTypes;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * What a request's Content-Type header may have been. Signatures cover it as it was sent, but the HTTP server keeps only
 * its meaning: a missing one is octets, if there is a body, and charset and spaces are written in one way.
 */
final class ContentTypeForms {
    private ContentTypeForms() {}

    /** The likeliest first; empty stands for no header. */
    static List<Optional<String>> of(ContentType type) {
        if (type.equals(ContentTypes.NO_CONTENT_TYPE)) {
            return List.of(Optional.empty());
        }
        String text = type.toString();
        if (type.equals(ContentTypes.APPLICATION_OCTET_STREAM)) {
            return List.of(Optional.empty(), Optional.of(text));
        }
        int charset = text.indexOf("; charset=");
        if (charset < 0) {
            return List.of(Optional.of(text));
        }
        String lower = text.substring(0, charset) + text.substring(charset).toLowerCase(Locale.ROOT);
        Set<String> forms = new LinkedHashSet<>(List.of(
                text, lower, text.replace("; charset=", ";charset="), lower.replace("; charset=", ";charset=")));
        forms.add(text.substring(0, charset));
        return forms.stream().map(Optional::of).toList();
    }
}
