package io.millrace.rtmp.command;

import io.millrace.amf.AmfProperties;
import io.millrace.amf.AmfValue;

/**
 * Opens an application (section 7.2.1.1).
 *
 * @param app the path of the address, or its first part
 * @param tcUrl the whole address that the client was given, or most of it
 * @param pageUrl the web page on which the client stands; empty if it is on none
 * @param objectEncoding 0 for AMF0, 3 for AMF3
 * @param enhanced what the client says of enhanced RTMP
 */
public record Connect(String app, String tcUrl, String pageUrl, int objectEncoding, EnhancedCapabilities enhanced)
        implements RtmpCommand {
    private static final int AMF3 = 3;

    /** Of a client that is on no web page. */
    public Connect(String app, String tcUrl, int objectEncoding, EnhancedCapabilities enhanced) {
        this(app, tcUrl, "", objectEncoding, enhanced);
    }

    static Connect of(AmfValue commandObject) {
        if (!(commandObject instanceof AmfProperties properties)) {
            return new Connect("", "", 0, EnhancedCapabilities.NONE);
        }
        return new Connect(
                properties.text("app").orElse(""),
                properties.text("tcUrl").orElse(""),
                properties.text("pageUrl").orElse(""),
                properties.number("objectEncoding").orElse(0) == AMF3 ? AMF3 : 0,
                EnhancedCapabilities.of(properties));
    }

    /** The address can carry credentials. */
    @Override
    public String toString() {
        return "Connect";
    }
}
