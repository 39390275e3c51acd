package io.millrace.amf;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** An associative array, the form in which most encoders send onMetaData. */
public record AmfEcmaArray(Map<String, AmfValue> properties) implements AmfProperties {
    public AmfEcmaArray {
        properties = Collections.unmodifiableMap(new LinkedHashMap<>(properties));
    }
}
