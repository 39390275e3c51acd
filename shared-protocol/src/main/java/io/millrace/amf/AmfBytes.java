package io.millrace.amf;

import java.util.List;

/** An AMF3 ByteArray; AMF0 can only carry it in AMF3 form. */
public record AmfBytes(List<Byte> values) implements AmfValue {
    public AmfBytes {
        values = List.copyOf(values);
    }
}
