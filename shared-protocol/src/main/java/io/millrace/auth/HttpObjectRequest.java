package io.millrace.auth;

import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.Map;

/**
 * A GET or HEAD of something below a bucket, as it stood on the wire.
 *
 * @param rawTarget the request target, neither decoded nor normalized
 * @param headers by lower-case name
 * @param namedPath of the address as the client named it, decoded; the target's own, unless a mount or a virtual host
 *     has made another of it
 */
public record HttpObjectRequest(
        String method, String rawTarget, Map<String, String> headers, InetSocketAddress remote, String namedPath) {
    public HttpObjectRequest {
        headers = Map.copyOf(headers);
    }

    /** One whose target is what the client has named. */
    public HttpObjectRequest(String method, String rawTarget, Map<String, String> headers, InetSocketAddress remote) {
        this(
                method,
                rawTarget,
                headers,
                remote,
                '/' + RequestTarget.parse(rawTarget).path());
    }

    /** The same without its Authorization header. */
    HttpObjectRequest withoutAuthorization() {
        Map<String, String> others = new HashMap<>(headers);
        others.remove("authorization");
        return new HttpObjectRequest(method, rawTarget, others, remote, namedPath);
    }

    /** The target and headers can carry credentials. */
    @Override
    public String toString() {
        return method + " from " + remote;
    }
}
