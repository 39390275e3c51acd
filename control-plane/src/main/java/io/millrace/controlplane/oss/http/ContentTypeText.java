package io.millrace.controlplane.oss.http;

import akka.http.javadsl.model.ContentType;
import akka.http.javadsl.model.ContentTypes;

/** Content types as text. */
final class ContentTypeText {
    private ContentTypeText() {}

    /** A text that is no content type, such as users give their objects, becomes octets. */
    static ContentType parse(String text) {
        if (text.isEmpty()) {
            return ContentTypes.NO_CONTENT_TYPE;
        }
        try {
            return ContentTypes.parse(text);
        } catch (IllegalArgumentException e) {
            return ContentTypes.APPLICATION_OCTET_STREAM;
        }
    }
}
