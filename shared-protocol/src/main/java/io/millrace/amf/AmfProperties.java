package io.millrace.amf;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** A value that consists of named values, in the order in which they were written. */
public sealed interface AmfProperties extends AmfValue permits AmfObject, AmfEcmaArray {
    Map<String, AmfValue> properties();

    /** The property, if it is there and a text. */
    default Optional<String> text(String name) {
        return properties().get(name) instanceof AmfString text ? Optional.of(text.value()) : Optional.empty();
    }

    /** The property, if it is there and a number. */
    default OptionalDouble number(String name) {
        return properties().get(name) instanceof AmfNumber number
                ? OptionalDouble.of(number.value())
                : OptionalDouble.empty();
    }
}
