package io.millrace.auth;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Optional;

/**
 * Who asks to publish or to play, besides what the credentials say.
 *
 * @param remote the client, or whom a trusted balancer names
 * @param page the address of the page that the player stands on, if the player names one
 */
record Requester(InetSocketAddress remote, Optional<String> page) {
    /** Browsers name the page of a WebSocket, as of other requests to another site, by its origin only. */
    static Requester of(HttpObjectRequest request) {
        Map<String, String> headers = request.headers();
        Optional<String> referer = Optional.ofNullable(headers.get("referer"));
        return new Requester(request.remote(), referer.or(() -> Optional.ofNullable(headers.get("origin"))));
    }

    /** Null if a name could not be resolved. */
    InetAddress address() {
        return remote.getAddress();
    }
}
