package io.millrace.amf;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An object.
 *
 * @param type the class name of a typed object, otherwise empty
 */
public record AmfObject(String type, Map<String, AmfValue> properties) implements AmfProperties {
    public AmfObject {
        properties = Collections.unmodifiableMap(new LinkedHashMap<>(properties));
    }

    public static Builder builder() {
        return new Builder();
    }

    /** Collects the properties of an object without a class, in order. */
    public static final class Builder {
        private final Map<String, AmfValue> properties = new LinkedHashMap<>();

        private Builder() {}

        public Builder put(String name, AmfValue value) {
            properties.put(name, value);
            return this;
        }

        public Builder put(String name, String value) {
            return put(name, new AmfString(value));
        }

        public Builder put(String name, double value) {
            return put(name, new AmfNumber(value));
        }

        public Builder put(String name, boolean value) {
            return put(name, new AmfBoolean(value));
        }

        public AmfObject build() {
            return new AmfObject("", properties);
        }
    }
}
