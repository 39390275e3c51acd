package io.millrace.amf;

import static java.util.Objects.requireNonNull;

/** The text of an XML document, not parsed. */
public record AmfXml(String text) implements AmfValue {
    public AmfXml {
        requireNonNull(text, "text");
    }
}
