package io.millrace.rtmp.address;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Reads the query of an address; the caller has cut it off at the question mark. */
public final class Query {
    private Query() {}

    public static List<Parameter> parse(String query) {
        List<Parameter> parameters = new ArrayList<>();
        for (String pair : query.split("&")) {
            if (!pair.isEmpty()) {
                int equals = pair.indexOf('=');
                String name = equals < 0 ? pair : pair.substring(0, equals);
                String value = equals < 0 ? "" : pair.substring(equals + 1);
                parameters.add(new Parameter(decode(name), decode(value)));
            }
        }
        return parameters;
    }

    /** Decodes percent escapes as UTF-8, once; what is no escape stays as it is, {@code +} too. */
    public static String decode(String text) {
        if (text.indexOf('%') < 0) {
            return text;
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length());
        byte[] raw = text.getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < raw.length; i++) {
            int octet = raw[i] == '%' && i + 2 < raw.length ? octet(raw[i + 1], raw[i + 2]) : -1;
            if (octet >= 0) {
                bytes.write(octet);
                i += 2;
            } else {
                bytes.write(raw[i]);
            }
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private static int octet(byte high, byte low) {
        int highDigit = Character.digit(high, 16);
        int lowDigit = Character.digit(low, 16);
        return highDigit < 0 || lowDigit < 0 ? -1 : highDigit << 4 | lowDigit;
    }
}
