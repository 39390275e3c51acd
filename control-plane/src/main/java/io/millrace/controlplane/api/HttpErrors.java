package io.millrace.controlplane.api;

import akka.http.javadsl.model.ContentTypes;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.StatusCode;
import akka.http.javadsl.model.StatusCodes;
import akka.http.javadsl.model.headers.RawHeader;
import akka.util.ByteString;
import io.millrace.controlplane.oss.ErrorDocument;
import io.millrace.controlplane.oss.RequestId;

/** Errors of the HTTP server itself, in the API's form. */
public final class HttpErrors {
    private HttpErrors() {}

    /** The answer to a request that has taken too long. */
    public static HttpResponse unavailable(String requestId, String host) {
        return answer(
                StatusCodes.SERVICE_UNAVAILABLE,
                "ServiceUnavailable",
                "Please reduce your request rate or try again later.",
                requestId,
                host);
    }

    /** Of a request that could not be read, and so has no host. */
    static HttpResponse badRequest(StatusCode status, String message) {
        return answer(status, "InvalidRequest", message, RequestId.next(), "");
    }

    private static HttpResponse answer(StatusCode status, String code, String message, String requestId, String host) {
        return HttpResponse.create()
                .withStatus(status)
                .addHeader(RawHeader.create("x-oss-request-id", requestId))
                .withEntity(
                        ContentTypes.parse("application/xml"),
                        ByteString.fromString(ErrorDocument.of(code, message, requestId, host)));
    }
}
