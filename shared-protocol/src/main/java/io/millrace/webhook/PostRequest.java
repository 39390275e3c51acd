package io.millrace.webhook;

import java.net.URI;
import java.time.Duration;
import java.util.Map;

/**
 * One request of a webhook.
 *
 * @param timeout from now to the end of the answer
 */
record PostRequest(URI uri, Map<String, String> headers, byte[] body, Duration timeout) {
    boolean isTls() {
        return "https".equalsIgnoreCase(uri.getScheme());
    }

    /** Without the brackets of an IPv6 address. */
    String host() {
        String host = uri.getHost();
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    int port() {
        if (uri.getPort() >= 0) {
            return uri.getPort();
        }
        return isTls() ? 443 : 80;
    }

    String target() {
        String path = uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        return uri.getRawQuery() == null ? path : path + '?' + uri.getRawQuery();
    }

    String hostHeader() {
        return uri.getPort() < 0 ? uri.getHost() : uri.getHost() + ':' + uri.getPort();
    }
}
