package io.millrace.rtmp.command;

import io.millrace.amf.AmfBoolean;
import io.millrace.amf.AmfNumber;
import io.millrace.amf.AmfProperties;
import io.millrace.amf.AmfString;
import io.millrace.amf.AmfValue;
import java.util.List;
import java.util.Optional;

/** Reads a command's arguments, any of which may be missing or of another type than expected. */
final class Arguments {
    private final List<AmfValue> values;

    Arguments(List<AmfValue> values) {
        this.values = values;
    }

    String text(int index) {
        return at(index) instanceof AmfString text ? text.value() : "";
    }

    double number(int index, double otherwise) {
        return at(index) instanceof AmfNumber number ? number.value() : otherwise;
    }

    boolean flag(int index, boolean otherwise) {
        return at(index) instanceof AmfBoolean flag ? flag.value() : otherwise;
    }

    /** play's reset comes as a flag or as a number of which 0 and 2 mean no. */
    boolean reset(int index) {
        return flag(index, number(index, 1) != 0 && number(index, 1) != 2);
    }

    Optional<AmfProperties> properties(int index) {
        return at(index) instanceof AmfProperties properties ? Optional.of(properties) : Optional.empty();
    }

    private AmfValue at(int index) {
        return index < values.size() ? values.get(index) : null;
    }
}
