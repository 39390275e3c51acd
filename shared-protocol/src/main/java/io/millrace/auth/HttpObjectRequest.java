package io.millrace.auth;

import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.Map;

/**
 * A GET or HEAD of something below a bucket, as it stood on the wire.
 *
 * @param rawTarget the request target, neither decoded nor normalized
 * @param headers by lower-case name
 */
public record HttpObjectRequest(
        String method, String rawTarget, Map<String, String> headers, InetSocketAddress remote) {
    public HttpObjectRequest {
        headers = Map.copyOf(headers);
    }

    /** The same without its Authorization header. */
    HttpObjectRequest withoutAuthorization() {
        Map<String, String> others = new HashMap<>(headers);
        others.remove("authorization");
        return new HttpObjectRequest(method, rawTarget, others, remote);
    }

    /** The target and headers can carry credentials. */
    @Override
    public String toString() {
        return method + " from " + remote;
    }
}
