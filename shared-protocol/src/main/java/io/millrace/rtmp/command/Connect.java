package io.millrace.rtmp.command;

import io.millrace.amf.AmfProperties;
import io.millrace.amf.AmfStrictArray;
import io.millrace.amf.AmfString;
import io.millrace.amf.AmfValue;
import java.util.List;

/**
 * Opens an application (section 7.2.1.1).
 *
 * @param app the path of the address, or its first part
 * @param tcUrl the whole address that the client was given, or most of it
 * @param objectEncoding 0 for AMF0, 3 for AMF3
 * @param fourCcs the codecs that an enhanced-RTMP client says it knows; empty if it says nothing
 */
public record Connect(String app, String tcUrl, int objectEncoding, List<String> fourCcs) implements RtmpCommand {
    private static final int AMF3 = 3;

    public Connect {
        fourCcs = List.copyOf(fourCcs);
    }

    static Connect of(AmfValue commandObject) {
        if (!(commandObject instanceof AmfProperties properties)) {
            return new Connect("", "", 0, List.of());
        }
        return new Connect(
                properties.text("app").orElse(""),
                properties.text("tcUrl").orElse(""),
                properties.number("objectEncoding").orElse(0) == AMF3 ? AMF3 : 0,
                fourCcs(properties));
    }

    private static List<String> fourCcs(AmfProperties properties) {
        if (!(properties.properties().get("fourCcList") instanceof AmfStrictArray array)) {
            return List.of();
        }
        return array.values().stream()
                .filter(AmfString.class::isInstance)
                .map(value -> ((AmfString) value).value())
                .toList();
    }

    /** The address can carry credentials. */
    @Override
    public String toString() {
        return "Connect";
    }
}
