package io.millrace.amf;

import java.util.List;

/** An array of values by position. */
public record AmfStrictArray(List<AmfValue> values) implements AmfValue {
    public AmfStrictArray {
        values = List.copyOf(values);
    }
}
