package io.millrace.channel;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A publisher or player as callbacks tell of it. A part of the journal's format; its texts are cut to a bound.
 *
 * @param id of its connection, 8 characters of A to Z and 0 to 9
 * @param ip without the port
 * @param vhost the virtual host that it named; {@value #DEFAULT_VHOST} if none
 * @param tcUrl the address that it connected to; empty over HTTP
 * @param pageUrl the page that it plays in, if it said so; else empty
 * @param param the query of its publish or play, with the question mark; empty if there was none
 * @param connect what it said when it connected: texts, numbers, truth values, and maps of texts
 * @param bearer of the token by which it publishes or plays; empty if that is another right, or none yet
 */
public record ClientInfo(
        String id,
        String ip,
        String vhost,
        String tcUrl,
        String pageUrl,
        String param,
        Map<String, Object> connect,
        Optional<Bearer> bearer) {
    public static final String DEFAULT_VHOST = "__defaultVhost__";

    /** Of one whose connection is not known, as of journals from before there were callbacks. */
    public static final ClientInfo UNKNOWN =
            new ClientInfo("", "", DEFAULT_VHOST, "", "", "", Map.of(), Optional.empty());

    private static final int MAX_TEXT = 2048;

    public ClientInfo {
        tcUrl = cut(tcUrl);
        pageUrl = cut(pageUrl);
        param = cut(param);
        connect = connect == null ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(connect));
        bearer = bearer == null ? Optional.empty() : bearer;
    }

    private static String cut(String text) {
        return text.length() <= MAX_TEXT ? text : text.substring(0, MAX_TEXT);
    }

    /** The same for one of its publishes or plays. */
    public ClientInfo with(String itsParam, Optional<Bearer> itsBearer) {
        return new ClientInfo(id, ip, vhost, tcUrl, pageUrl, itsParam, connect, itsBearer);
    }

    /** The same for events that do not tell of the connect. */
    public ClientInfo withoutConnect() {
        return new ClientInfo(id, ip, vhost, tcUrl, pageUrl, param, Map.of(), bearer);
    }

    /** Addresses and parameters can carry credentials. */
    @Override
    public String toString() {
        return id + " at " + ip;
    }
}
