package io.millrace.rtmp.address;

import java.util.Locale;

/**
 * The parts of a connect's tcUrl that matter; a text that is no URL has empty ones.
 *
 * @param host in lower case, without port
 * @param path without its first slash, still encoded
 * @param query still encoded
 */
record TcUrl(String host, String path, String query) {
    static TcUrl parse(String text) {
        int authority = text.indexOf("://");
        if (authority < 0) {
            return new TcUrl("", "", "");
        }
        String rest = text.substring(authority + 3);
        int queryMark = rest.indexOf('?');
        String query = queryMark < 0 ? "" : rest.substring(queryMark + 1);
        String target = queryMark < 0 ? rest : rest.substring(0, queryMark);
        int slash = target.indexOf('/');
        String hostPort = slash < 0 ? target : target.substring(0, slash);
        String path = slash < 0 ? "" : target.substring(slash + 1);
        return new TcUrl(host(hostPort), path, query);
    }

    private static String host(String hostPort) {
        String host = hostPort.substring(hostPort.lastIndexOf('@') + 1);
        int bracket = host.indexOf(']');
        if (host.startsWith("[") && bracket > 0) {
            return host.substring(1, bracket).toLowerCase(Locale.ROOT);
        }
        int colon = host.indexOf(':');
        return (colon < 0 ? host : host.substring(0, colon)).toLowerCase(Locale.ROOT);
    }
}
