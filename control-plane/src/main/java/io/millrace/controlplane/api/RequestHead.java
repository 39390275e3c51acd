package io.millrace.controlplane.api;

import akka.http.javadsl.model.HttpHeader;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.headers.RawRequestURI;
import java.util.HashMap;
import java.util.Map;

/** What stood on the wire before a request's body. */
public final class RequestHead {
    private RequestHead() {}

    /** The request target, neither decoded nor normalized. */
    public static String target(HttpRequest request) {
        return request.getHeader(RawRequestURI.class).map(RawRequestURI::uri).orElseGet(() -> request.getUri()
                .toString());
    }

    /** By lower-case name, as they were sent; the server itself adds some of its own, which it lets no client send. */
    public static Map<String, String> headers(HttpRequest request) {
        Map<String, String> headers = new HashMap<>();
        for (HttpHeader header : request.getHeaders()) {
            if (header.renderInRequests()) {
                headers.merge(header.lowercaseName(), header.value(), (first, second) -> first + ", " + second);
            }
        }
        return headers;
    }
}
