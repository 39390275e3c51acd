package io.millrace.amf;

import static java.util.Objects.requireNonNull;

/** A text; written as a long string if it takes more than 65535 bytes. */
public record AmfString(String value) implements AmfValue {
    public AmfString {
        requireNonNull(value, "value");
    }
}
